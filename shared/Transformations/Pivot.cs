using System.ComponentModel;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Aggregations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations;

/// <summary>
/// Makes columns of the values of a field: one record for each combination of the index fields, with one aggregate for each of the listed values.
/// The values must be listed, so that the fields that come out are known before the run.
/// </summary>
internal sealed class Pivot : Exchange<Pivot.Options>, IExchange
{
    // A table of PostgreSQL has 1,600 columns at most, and every group has a state for each.
    private const int MostValues = 1_000;

    private FieldPath[] index = [];
    private FieldPath? pivot;
    private FieldPath? value;
    private AggregatedField[] fields = [];
    private byte[][] wanted = [];

    public sealed record Options : StepOptions
    {
        [Description("The fields that stay: each combination of their values is one record.")]
        public required IReadOnlyList<string> IndexFields { get; init; }

        [Description("The field whose values become columns.")]
        public required string PivotField { get; init; }

        [Description("The values that become columns, in their order. A record with another value counts for none of them.")]
        public required IReadOnlyList<JsonElement> Values { get; init; }

        [Description("The field that is aggregated; not needed to count records.")]
        public string? ValueField { get; init; }

        [Description("What to make of the values of one combination.")]
        public AggregateOperation Operation { get; init; }

        [Description("What stands before the value in the name of its column.")]
        public string Prefix { get; init; } = "";
    }

    public override TransformationSpec Spec => MakeSpec(
        "pivot",
        "Pivot",
        TransformationCategory.Aggregation,
        "Makes columns of the values of a field, with an aggregate for each.",
        new StepExample(
            """{"type":"pivot","index_fields":["region"],"pivot_field":"quarter","values":["Q1","Q2"],"value_field":"sales","operation":"sum"}""",
            Records: """[{"region":"N","quarter":"Q1","sales":10},{"region":"S","quarter":"Q2","sales":4},{"region":"N","quarter":"Q1","sales":2.5}]""",
            Result: """[{"region":"N","Q1":12.5,"Q2":null},{"region":"S","Q1":null,"Q2":4}]"""));

    public bool KeepsRecords => false;

    protected override void Prepare(Options options, string path, Problems problems)
    {
        index = [.. options.IndexFields.Select(FieldPath.Parse)];
        pivot = FieldPath.Parse(options.PivotField);
        if (options.Operation == AggregateOperation.Percentile)
            problems.Add($"{path}.operation", "must not be percentile, which needs a setting more; use aggregation for it.");
        if (options.ValueField is null && options.Operation != AggregateOperation.Count)
            problems.Add($"{path}.value_field", "is required: the field that is aggregated. Only count needs none.");
        value = FieldPath.Parse(options.ValueField ?? options.PivotField);
        if (options.Values.Count == 0)
            problems.Add($"{path}.values", "must list at least one value that becomes a column.");
        if (options.Values.Count > MostValues)
            problems.Add($"{path}.values", $"may be {MostValues} at most, but there are {options.Values.Count}: each becomes a column. Aggregate by {options.PivotField} instead, which gives a record for each value.");
        wanted = [.. options.Values.Select(Encode)];
        fields = [.. options.Values.Select(column => new AggregatedField { InputField = value.Text, OutputField = options.Prefix + NameOf(column), Operation = options.Operation })];
        CheckNames(options, path, problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        var output = new List<Field>();
        for (var i = 0; i < index.Length; i++)
            output.Add((index[i].Find(input, $"{path}.index_fields[{i}]", problems) ?? new Field("", DataType.Json)) with { Name = index[i].Text });
        pivot!.Find(input, $"{path}.pivot_field", problems);
        var source = value!.Find(input, $"{path}.value_field", problems);
        if (fields[0].NeedsNumbers && source is not null and not { Type: DataType.Int64 or DataType.Decimal or DataType.Double or DataType.Json })
            problems.Add($"{path}.value_field", $"'{source.Name}' is {source.Type.ToString().ToLowerInvariant()}, not a number; cast it in a step before.");
        return new Schema([.. output, .. fields.Select(field => field.Describe(source))]);
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        foreach (var group in index)
            trace.Made(group.Text, group.Text == group.RootIn(trace.Input) ? LineageKind.Copied : LineageKind.Computed, group);
        foreach (var field in fields)
            trace.Made(field.OutputField, LineageKind.Aggregated, value, pivot);
        trace.Decides(InfluenceKind.GroupBy, [.. index, pivot]);
    }

    protected override ExchangeOperator Open(Options options, ExchangeContext context)
    {
        var choice = new PivotChoice(pivot!, wanted);
        return new AggregationOperator(
            new AggregationPlan(context.Step, index, fields, [value], choice, IncludeDetails: false, Having: null, input => Describe(options, input, context.Step, new Problems())), context);
    }

    private static string NameOf(JsonElement column) => column.ValueKind == JsonValueKind.String ? column.GetString()! : column.GetRawText();

    private static byte[] Encode(JsonElement column)
    {
        var key = new KeyBuffer();
        KeyEncoder.Write(key, Value.OfJson(Encoding.UTF8.GetBytes(column.GetRawText()), new Scratch()));
        return key.Written.ToArray();
    }

    private void CheckNames(Options options, string path, Problems problems)
    {
        var names = new HashSet<string>(options.IndexFields, StringComparer.Ordinal);
        if (names.Count < options.IndexFields.Count)
            problems.Add($"{path}.index_fields", "names a field twice.");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Length; i++)
        {
            if (!keys.Add(Convert.ToHexString(wanted[i])))
                problems.Add($"{path}.values[{i}]", $"is {NameOf(options.Values[i])}, a value that is listed before; leave it out.");
            else if (!names.Add(fields[i].OutputField))
                problems.Add($"{path}.values[{i}]", $"'{fields[i].OutputField}' is the name of another field that comes out; leave the value out once, or set a prefix.");
        }
    }
}
