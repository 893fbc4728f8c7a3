using System.Text.Json;

namespace DataAggregator.Core.Lineage;

/// <summary>Follows the fields of the sources through the steps.</summary>
internal sealed class LineageWalk
{
    /// <summary>The node of the stream at hand.</summary>
    public const string Source = "source";

    private readonly List<LineageEdge> edges = [];
    private readonly Dictionary<RecordInfluence, bool> influences = [];
    private Dictionary<string, IReadOnlyList<ColumnOrigin>> columns;
    private string at = Source;

    public LineageWalk(IEnumerable<string> fields) =>
        columns = fields.ToDictionary(field => field, field => (IReadOnlyList<ColumnOrigin>)[new ColumnOrigin(Source, field, LineageKind.Copied)], StringComparer.Ordinal);

    public IReadOnlyList<LineageEdge> Edges => edges;

    public IReadOnlyList<RecordInfluence> Influences => [.. influences.Keys];

    /// <summary>The fields that came out of the last step, with where they come from.</summary>
    public IReadOnlyList<ColumnLineage> Columns => [.. columns.Select(column => new ColumnLineage(column.Key, column.Value))];

    /// <summary>The node of a source beside the stream at hand.</summary>
    public static string NodeOf(string source) => $"{Source}:{source}";

    public void Pass(StepLineage step)
    {
        foreach (var (input, kind) in step.Influences)
        {
            edges.Add(new LineageEdge(input.Source is { } other ? NodeOf(other) : at, input.Field, step.Step, null, Word(kind)));
            foreach (var origin in OriginsOf(input))
                influences[new RecordInfluence(origin.Source, origin.Field, kind)] = true;
        }

        var next = new Dictionary<string, IReadOnlyList<ColumnOrigin>>(StringComparer.Ordinal);
        foreach (var made in step.Fields)
        {
            foreach (var input in made.Inputs)
                edges.Add(new LineageEdge(input.Source is { } other ? NodeOf(other) : at, input.Field, step.Step, made.Field, Word(made.Kind)));
            next[made.Field] = [.. made.Inputs.SelectMany(OriginsOf).Select(origin => origin with { Kind = Over(origin.Kind, made.Kind) }).Distinct()];
        }

        (columns, at) = (next, step.Step);
    }

    public void Arrive(string destination)
    {
        foreach (var field in columns.Keys)
            edges.Add(new LineageEdge(at, field, destination, field, Word(LineageKind.Copied)));
    }

    private static string Word<T>(T kind)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    // The step that changes most tells how a field comes about.
    private static LineageKind Over(LineageKind before, LineageKind now) => now switch
    {
        LineageKind.Copied => before,
        LineageKind.Renamed when before is not LineageKind.Copied => before,
        LineageKind.Computed when before is LineageKind.Aggregated or LineageKind.Opaque => before,
        _ => now,
    };

    // A field that nothing is known of yet comes from the source.
    private IReadOnlyList<ColumnOrigin> OriginsOf(LineageField input) =>
        input.Source is { } other ? [new ColumnOrigin(NodeOf(other), input.Field, LineageKind.Joined)]
        : columns.TryGetValue(input.Field, out var known) ? known
        : [new ColumnOrigin(Source, input.Field, LineageKind.Copied)];
}
