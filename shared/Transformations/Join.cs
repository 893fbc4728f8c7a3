using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Joins;

namespace DataAggregator.Transformations;

/// <summary>
/// Joins the records at hand with those of another source. A source that fits into memory is held as a table, and every record looks up its
/// matches as it passes; a larger one, or one whose unmatched records are wanted, is cut into partitions by its keys, on disk where need be. The result is
/// the same.
/// </summary>
internal sealed class Join : Step<Join.Options>, IExpandingStep, IExchange, IInputStep, IPreparingStep
{
    private string path = "";
    private FieldPath[] leftKeys = [];
    private FieldPath[] rightKeys = [];
    private NamedInput? input;
    private JoinShape? shape;
    private TableJoin? join;

    public sealed record Options : StepOptions
    {
        [Description("The source to join with: the name of another source of the pipeline, else of a saved connector.")]
        public required string JoinSource { get; init; }

        [Description("The stream of a saved connector: a table, a path or an address.")]
        public string? Stream { get; init; }

        [Description("Which records the join gives.")]
        public JoinType JoinType { get; init; }

        [Description("The field of the record at hand to match by, or a list of them.")]
        public required JsonElement PrimaryKey { get; init; }

        [Description("The field of the source to match by, or a list of them; the same as primary_key unless given.")]
        public JsonElement? ForeignKey { get; init; }

        [Description("The fields of the source that are joined on; all but its key unless given.")]
        public IReadOnlyList<string>? IncludedFields { get; init; }

        [Description("What the names of joined fields begin with. Without it, a field at hand of the same name stays and the joined one is left out.")]
        public string? Prefix { get; init; }

        [Description("Whether many matches make many records, or only the first match counts.")]
        public JoinMatch Match { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "join",
        "Join",
        TransformationCategory.Enrichment,
        "Joins records with those of another source by a key. A null key matches nothing; where nothing matches, a left join gives nulls.",
        new StepExample(
            """{"type":"join","join_type":"left","primary_key":"email","foreign_key":"email","join_source":"crm_system","included_fields":["customer_segment"]}""",
            """[{"customer_id":"CUST-001","email":"john.doe@example.com"},{"customer_id":"CUST-002","email":"jane@example.com"}]""",
            """[{"customer_id":"CUST-001","email":"john.doe@example.com","customer_segment":"Premium"},{"customer_id":"CUST-002","email":"jane@example.com","customer_segment":null}]""",
            """{"crm_system":[{"email":"john.doe@example.com","customer_segment":"Premium"}]}"""));

    public string InputName => Bound.JoinSource;

    public string? InputStream => Bound.Stream;

    public bool NeedsWholeRun => Bound.JoinType is JoinType.Right or JoinType.Full || input is { FitsInMemory: false };

    private bool IsFilter => Bound.JoinType is JoinType.Semi or JoinType.Anti;

    public void Connect(NamedInput source, string stepPath, Problems problems)
    {
        input = source;
        if (source.Schema is not { } schema)
            return;
        for (var i = 0; i < rightKeys.Length; i++)
            rightKeys[i].Find(schema, $"{stepPath}.{(Bound.ForeignKey is null ? "primary_key" : "foreign_key")}", problems, source.Name);
        for (var i = 0; i < (Bound.IncludedFields?.Count ?? 0); i++)
            FieldPath.Parse(Bound.IncludedFields![i]).Find(schema, $"{stepPath}.included_fields[{i}]", problems, source.Name);
    }

    public async ValueTask PrepareAsync(TransformationResources resources, CancellationToken cancellationToken)
    {
        if (NeedsWholeRun)
            return;
        var own = Shape();
        var fields = own.TakenFrom.Zip(own.Taken, (from, field) => (from, field.Type)).ToList();
        var onlyFirst = Bound.Match == JoinMatch.First || IsFilter;
        var table = await resources.ShareAsync(
            path, () => JoinTable.LoadAsync(resources, input!.Name, rightKeys, fields, onlyFirst, CancellationToken.None)).WaitAsync(cancellationToken).ConfigureAwait(false);
        join = new TableJoin(Bound.JoinType, own, table);
    }

    RecordBatch IRowStep.Apply(RecordBatch batch, StepScope scope) => (join ?? throw new InvalidOperationException("The join was used before it was prepared.")).Apply(batch, scope);

    int IExpandingStep.Fitting(RecordBatch input, StepScope scope) => join!.Fitting(input, scope.Scratch);

    IEnumerable<(RecordBatch Batch, StepScope Scope)> IExpandingStep.ApplyInParts(RecordBatch record, Func<StepScope> open) => join!.ApplyInParts(record, open);

    ExchangeOperator IExchange.Open(ExchangeContext context) => new HashJoin(new JoinPlan(Bound.JoinType, Bound.Match, Shape(), input!), context);

    protected override void Prepare(Options options, string stepPath, Problems problems)
    {
        path = stepPath;
        leftKeys = Keys(options.PrimaryKey, $"{stepPath}.primary_key", problems);
        rightKeys = options.ForeignKey is { } foreign ? Keys(foreign, $"{stepPath}.foreign_key", problems) : leftKeys;
        if (leftKeys.Length != rightKeys.Length)
            problems.Add($"{stepPath}.foreign_key", $"names {Quantity.Of(rightKeys.Length, "field")}, but primary_key names {leftKeys.Length}; they are matched one by one.");
        if (options.IncludedFields is { } fields && fields.Distinct(StringComparer.Ordinal).Count() != fields.Count)
            problems.Add($"{stepPath}.included_fields", "names a field twice.");
        if (IsFilter && (options.IncludedFields is not null || options.Prefix is not null))
            problems.Add($"{stepPath}.{(options.IncludedFields is null ? "prefix" : "included_fields")}", $"has no meaning here: a join of the type {options.JoinType.ToString().ToLowerInvariant()} joins no fields on.");
    }

    protected override Schema Describe(Options options, Schema schema, string stepPath, Problems problems)
    {
        foreach (var key in leftKeys)
            key.Find(schema, $"{stepPath}.primary_key", problems);
        return Shape().Describe(schema, input?.Schema);
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        var own = Shape();
        foreach (var i in own.Kept(trace.Input))
            trace.Made(own.Taken[i].Name, LineageKind.Joined, [new LineageField(options.JoinSource, own.TakenFrom[i].Text)]);
        for (var i = 0; i < leftKeys.Length; i++)
        {
            trace.Decides(InfluenceKind.Join, leftKeys[i]);
            trace.Decides(InfluenceKind.Join, new LineageField(options.JoinSource, rightKeys[i].Text));
            // A record that nothing matched has the other source's key in the place of its own.
            if (own.KeepsUnmatched)
                trace.Made(leftKeys[i].RootIn(trace.Input), LineageKind.Joined, [new LineageField(null, leftKeys[i].RootIn(trace.Input)), new LineageField(options.JoinSource, rightKeys[i].Text)]);
        }
    }

    private static FieldPath[] Keys(JsonElement keys, string at, Problems problems)
    {
        List<JsonElement> names = keys.ValueKind == JsonValueKind.Array ? [.. keys.EnumerateArray()] : [keys];
        if (names.Count == 0 || names.Any(name => name.ValueKind != JsonValueKind.String || name.GetString()!.Length == 0))
        {
            problems.Add(at, "must be the name of a field, or a list of such names.");
            return [];
        }

        return [.. names.Select(name => FieldPath.Parse(name.GetString()!))];
    }

    private JoinShape Shape() => shape ??= MakeShape();

    private JoinShape MakeShape()
    {
        var keeps = Bound.JoinType is JoinType.Right or JoinType.Full;
        if (IsFilter)
            return new JoinShape([], [], leftKeys, rightKeys, keeps);
        var schema = input?.Schema;
        var names = Bound.IncludedFields ?? [.. (schema ?? Schema.Empty).Select(field => field.Name).Where(name => !rightKeys.Any(key => key.Text == name))];
        var from = names.Select(FieldPath.Parse).ToList();
        // Of a source that is not known yet, any type could come.
        var taken = from.Select(field => new Field($"{Bound.Prefix}{field.Text}", (schema is null ? null : field.Find(schema))?.Type ?? DataType.Json));
        return new JoinShape([.. taken], from, leftKeys, rightKeys, keeps);
    }
}
