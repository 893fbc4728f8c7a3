using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Joins;

namespace DataAggregator.Transformations;

/// <summary>Replaces a value by what another source has for it, such as a code by its name. The first record of the source that has the value counts.</summary>
internal sealed class SourceLookup : Transformation<SourceLookup.Options>, IInputStep, IPreparingStep
{
    private readonly KeyEncoder encoder = new(new KeyOrder[1]);
    private readonly EncodedKeys keys = new();
    private string path = "";
    private string target = "";
    private FieldPath field = FieldPath.Parse("");
    private FieldPath key = FieldPath.Parse("");
    private FieldPath value = FieldPath.Parse("");
    private NamedInput? input;
    private JoinTable? table;

    public sealed record Options : StepOptions
    {
        [Description("The field whose value is looked up.")]
        public required string FieldName { get; init; }

        [Description("The source to look in: the name of another source of the pipeline, else of a saved connector. It is held in memory.")]
        public required string Source { get; init; }

        [Description("The stream of a saved connector: a table, a path or an address.")]
        public string? Stream { get; init; }

        [Description("The field of the source that has the value.")]
        public required string KeyField { get; init; }

        [Description("The field of the source that is wanted.")]
        public required string ValueField { get; init; }

        [Description("The field that the result goes to; the field itself unless given.")]
        public string? TargetField { get; init; }

        [Description("What a value gives that the source does not have: null, itself (keep), or the record is rejected.")]
        public OnNoMatch OnMissing { get; init; }
    }

    public override TransformationSpec Spec { get; } = MakeSpec(
        "lookup",
        "Look up a value",
        TransformationCategory.Enrichment,
        "Replaces a value by what another source has for it, such as a country's code by its name.",
        new StepExample(
            """{"type":"lookup","field_name":"country","source":"countries","key_field":"code","value_field":"name"}""",
            """[{"id":1,"country":"NZ"},{"id":2,"country":"XX"}]""",
            """[{"id":1,"country":"New Zealand"},{"id":2,"country":null}]""",
            """{"countries":[{"code":"NZ","name":"New Zealand"}]}"""));

    public string InputName => Bound.Source;

    public string? InputStream => Bound.Stream;

    public void Connect(NamedInput source, string stepPath, Problems problems)
    {
        input = source;
        if (!source.FitsInMemory)
            problems.Add($"{stepPath}.source", $"'{source.Name}' is too large to be looked up in memory: raise DATAAGGREGATOR_MEMORY_BUDGET, or use a join.");
        if (source.Schema is not { } schema)
            return;
        key.Find(schema, $"{stepPath}.key_field", problems, source.Name);
        value.Find(schema, $"{stepPath}.value_field", problems, source.Name);
    }

    public async ValueTask PrepareAsync(TransformationResources resources, CancellationToken cancellationToken) =>
        table = await resources.ShareAsync(
            path, () => JoinTable.LoadAsync(resources, input!.Name, [key], [(value, ValueType)], onlyFirst: true, CancellationToken.None)).WaitAsync(cancellationToken).ConfigureAwait(false);

    protected override void Prepare(Options options, string stepPath, Problems problems)
    {
        path = stepPath;
        field = FieldPath.Parse(options.FieldName);
        key = FieldPath.Parse(options.KeyField);
        value = FieldPath.Parse(options.ValueField);
        target = options.TargetField ?? options.FieldName;
    }

    protected override Schema Describe(Options options, Schema schema, string stepPath, Problems problems)
    {
        field.Find(schema, $"{stepPath}.field_name", problems);
        return Placement.Place(schema, Result(schema), field);
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        trace.Made(target, LineageKind.Joined, [new LineageField(options.Source, value.Text), new LineageField(null, field.RootIn(trace.Input))]);
        trace.Decides(InfluenceKind.Join, field);
        trace.Decides(InfluenceKind.Join, new LineageField(options.Source, key.Text));
    }

    protected override RecordBatch Apply(Options options, RecordBatch batch, StepScope scope)
    {
        var rows = scope.Rows;
        var values = field.Read(batch, rows);
        encoder.Encode([values], rows, keys, scope.Scratch);
        var matches = new int[batch.RowCount];
        Array.Fill(matches, table!.NullRow);
        var isMissing = new bool[batch.RowCount];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = keys.HasNull(i) ? -1 : table.Find(keys[i], KeyHash.Of(keys[i]));
            if (row >= 0)
                matches[rows[i]] = row;
            else if (options.OnMissing == OnNoMatch.Reject)
                scope.Reject(rows[i], field.Text, "lookup", "lookup_missing", $"the source '{options.Source}' has nothing for this value.");
            else
                isMissing[rows[i]] = true;
        }

        var result = Result(batch.Schema);
        var found = table.Take(0, matches);
        var column = options.OnMissing == OnNoMatch.Keep ? Keep(found, values, isMissing, result.Type, scope) : found;
        values.Release();
        return Placement.Place(batch, result, column, field);
    }

    private static Column Keep(Column found, Column values, bool[] isMissing, DataType type, StepScope scope)
    {
        var builder = new ValueBuilder(type, values.Length);
        for (var row = 0; row < isMissing.Length; row++)
            builder.AppendFrom(isMissing[row] ? values : found, row, scope.Scratch);
        found.Release();
        return builder.Build();
    }

    // Of a source that is not known yet, any type could come.
    private DataType ValueType => (input?.Schema is { } schema ? value.Find(schema) : null)?.Type ?? DataType.Json;

    private Field Result(Schema schema)
    {
        var own = field.Find(schema);
        if (Bound.OnMissing != OnNoMatch.Keep || own is null)
            return new Field(target, ValueType);
        return new Schema(new Field(target, ValueType)).Union(new Schema(new Field(target, own.Type)))[0];
    }
}
