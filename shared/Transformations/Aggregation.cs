using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Aggregations;
using DataAggregator.Transformations.Conditions;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations;

/// <summary>Makes one record of all that have the same values in some fields. Exact, whatever the order of the records; groups in the order in which they are first seen.</summary>
internal sealed class Aggregation : Exchange<Aggregation.Options>, IExchange
{
    private const string Details = "details";

    private FieldPath[] groupBy = [];
    private FieldPath?[] inputs = [];
    private Condition? having;

    public sealed record Options : StepOptions
    {
        [Description("The fields whose values make a group; null is a group of its own. Without any, the result is one record for the whole run.")]
        public IReadOnlyList<string> GroupByFields { get; init; } = [];

        [Description("What to calculate for each group.")]
        public IReadOnlyList<AggregatedField> AggregatedFields { get; init; } = [];

        [Description("Whether the records of each group stand in a field details, as a JSON array.")]
        public bool IncludeDetails { get; init; }

        [Description("What a group's result must be like to go on: a condition over the fields that come out. The others count as filtered.")]
        public JsonElement? Having { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "aggregation",
        "Aggregate records",
        TransformationCategory.Aggregation,
        "Makes one record of all that have the same values in some fields: sums, averages, counts and more, exact to the digit.",
        new StepExample(
            """{"type":"aggregation","group_by_fields":["customer_id"],"aggregated_fields":[{"input_field":"amount","output_field":"total_amount","operation":"sum"},{"output_field":"orders","operation":"count"}]}""",
            Records: """[{"customer_id":"C1","amount":299.99},{"customer_id":"C2","amount":5},{"customer_id":"C1","amount":0.01}]""",
            Result: """[{"customer_id":"C1","total_amount":300.00,"orders":2},{"customer_id":"C2","total_amount":5,"orders":1}]"""),
        ("having", Condition.Schema));

    public bool KeepsRecords => false;

    protected override void Prepare(Options options, string path, Problems problems)
    {
        groupBy = [.. options.GroupByFields.Select(FieldPath.Parse)];
        inputs = [.. options.AggregatedFields.Select(field => field.CountsRecords || field.InputField is null ? null : FieldPath.Parse(field.InputField))];
        if (options.GroupByFields.Count == 0 && options.AggregatedFields.Count == 0)
            problems.Add($"{path}.aggregated_fields", "is required where there are no group_by_fields: what to calculate.");
        var names = new HashSet<string>(options.GroupByFields.Count, StringComparer.Ordinal);
        for (var i = 0; i < options.GroupByFields.Count; i++)
            CheckName(options.GroupByFields[i], $"{path}.group_by_fields[{i}]", names, problems);
        for (var i = 0; i < options.AggregatedFields.Count; i++)
        {
            options.AggregatedFields[i].Check($"{path}.aggregated_fields[{i}]", problems);
            CheckName(options.AggregatedFields[i].OutputField, $"{path}.aggregated_fields[{i}].output_field", names, problems);
        }

        if (options.IncludeDetails)
            CheckName(Details, $"{path}.include_details", names, problems);
        if (options.Having is { } condition)
            having = Condition.Parse(condition, $"{path}.having", problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        var fields = new List<Field>();
        for (var i = 0; i < groupBy.Length; i++)
            fields.Add((groupBy[i].Find(input, $"{path}.group_by_fields[{i}]", problems) ?? new Field("", DataType.Json)) with { Name = groupBy[i].Text });
        for (var i = 0; i < inputs.Length; i++)
        {
            var (field, at) = (options.AggregatedFields[i], $"{path}.aggregated_fields[{i}].input_field");
            var source = inputs[i]?.Find(input, at, problems);
            var isNumber = source is null or { Type: DataType.Int64 or DataType.Decimal or DataType.Double or DataType.Json };
            if (field.NeedsNumbers && !isNumber && field.OnMissing is not (OnMissingOperand.Skip or OnMissingOperand.Zero))
                problems.Add(at, $"'{source!.Name}' is {source.Type.ToString().ToLowerInvariant()}, not a number; cast it in a step before.");
            fields.Add(field.Describe(source));
        }

        if (options.IncludeDetails)
            fields.Add(new Field(Details, DataType.Json, Nullable: false));
        var output = new Schema(fields);
        having?.Check(output, problems);
        return output;
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        foreach (var group in groupBy)
            trace.Made(group.Text, group.Text == group.RootIn(trace.Input) ? LineageKind.Copied : LineageKind.Computed, group);
        for (var i = 0; i < inputs.Length; i++)
            trace.Made(options.AggregatedFields[i].OutputField, LineageKind.Aggregated, inputs[i]);
        if (options.IncludeDetails)
            trace.MadeOfAll(Details, LineageKind.Aggregated);
        trace.Decides(InfluenceKind.GroupBy, groupBy);
        trace.OutputsDecide(InfluenceKind.Filter, having?.Fields ?? []);
    }

    protected override ExchangeOperator Open(Options options, ExchangeContext context) => new AggregationOperator(
        new AggregationPlan(context.Step, groupBy, options.AggregatedFields, inputs, Choice: null, options.IncludeDetails, having, input => Describe(options, input, context.Step, new Problems())), context);

    private static void CheckName(string name, string at, HashSet<string> names, Problems problems)
    {
        if (!names.Add(name))
            problems.Add(at, $"'{name}' is the name of another field that comes out; each needs a name of its own.");
    }
}
