using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine;

/// <summary>Takes down what a step makes of which fields. What it says nothing of passes as it is.</summary>
/// <param name="input">The fields that go into the step.</param>
internal sealed class LineageTrace(Schema input)
{
    private readonly Dictionary<string, MadeField> made = new(StringComparer.Ordinal);
    private readonly List<Influence> influences = [];

    /// <summary>The fields that go into the step.</summary>
    public Schema Input => input;

    /// <summary>What decides about records so far.</summary>
    public IReadOnlyList<Influence> Influences => influences;

    private IReadOnlyList<LineageField> Everything => [.. input.Select(known => new LineageField(null, known.Name))];

    /// <summary>The step makes a field of others.</summary>
    public void Made(string field, LineageKind kind, params IEnumerable<FieldPath?> inputs) => Made(field, kind, [.. inputs.OfType<FieldPath>().Select(Of)]);

    /// <summary>The step makes a field of others, perhaps of other sources; made again, of all of them.</summary>
    public void Made(string field, LineageKind kind, IReadOnlyList<LineageField> inputs) =>
        made[field] = made.TryGetValue(field, out var before)
            ? new MadeField(field, before.Kind == kind ? kind : LineageKind.Computed, [.. before.Inputs.Union(inputs)])
            : new MadeField(field, kind, inputs);

    /// <summary>The step changes a field in its place, looking at others too.</summary>
    public void Changed(FieldPath field, params IEnumerable<FieldPath> others) => Made(Of(field).Field, LineageKind.Computed, [field, .. others]);

    /// <summary>The step makes a field by code that may look at all there are.</summary>
    public void Opaque(string field) => Made(field, LineageKind.Opaque, Everything);

    /// <summary>The step makes a field of all there are.</summary>
    public void MadeOfAll(string field, LineageKind kind) => Made(field, kind, Everything);

    /// <summary>What was made so far is made of some records only: in the others, fields are as they were.</summary>
    public void MayStay()
    {
        foreach (var field in made.Keys.Where(name => input.IndexOf(name) >= 0).ToList())
            Made(field, LineageKind.Computed, [new LineageField(null, field)]);
    }

    /// <summary>Fields decide about records.</summary>
    public void Decides(InfluenceKind kind, params IEnumerable<FieldPath?> fields)
    {
        foreach (var field in fields.OfType<FieldPath>())
            Decides(kind, Of(field));
    }

    /// <summary>A field, perhaps of another source, decides about records.</summary>
    public void Decides(InfluenceKind kind, LineageField field)
    {
        if (!influences.Contains(new Influence(field, kind)))
            influences.Add(new Influence(field, kind));
    }

    /// <summary>All fields decide about records.</summary>
    public void AllDecide(InfluenceKind kind)
    {
        foreach (var field in Everything)
            Decides(kind, field);
    }

    /// <summary>Fields that come out decide about records, as those do that they are made of.</summary>
    public void OutputsDecide(InfluenceKind kind, IEnumerable<FieldPath> fields)
    {
        foreach (var field in fields)
        {
            foreach (var origin in made.TryGetValue(field.Text, out var known) ? known.Inputs : [Of(field)])
                Decides(kind, origin);
        }
    }

    /// <summary>The fields that come out, in the order of their schema. A new one that the step said nothing of may be made of anything.</summary>
    public IReadOnlyList<MadeField> Fields(Schema output)
    {
        // What the source does not say of itself is known by the steps' settings alone.
        var names = output.Select(field => field.Name).Union(input.Count == 0 ? made.Keys : []);
        return [.. names.Select(name => made.GetValueOrDefault(name) ?? (input.IndexOf(name) >= 0
            ? new MadeField(name, LineageKind.Copied, [new LineageField(null, name)])
            : new MadeField(name, LineageKind.Opaque, Everything)))];
    }

    private LineageField Of(FieldPath field) => new(null, field.RootIn(input));
}
