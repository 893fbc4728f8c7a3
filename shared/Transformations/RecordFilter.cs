using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Conditions;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations;

/// <summary>Keeps the records that meet a condition; the others count as filtered, not as rejected.</summary>
internal sealed class RecordFilter : Transformation<RecordFilter.Options>
{
    private Condition? condition;

    public sealed record Options : StepOptions
    {
        [Description("What a record must be like: a comparison (field, operator, value), or all, any, not.")]
        public required JsonElement Condition { get; init; }

        [Description("Whether the records that meet the condition are kept (include) or left out (exclude).")]
        public FilterMode Mode { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "record_filter",
        "Filter records",
        TransformationCategory.Records,
        "Keeps the records that meet a condition.",
        new StepExample(
            """{"type":"record_filter","condition":{"field":"status","operator":"equals","value":"completed"}}""",
            Records: """[{"id":1,"status":"completed"},{"id":2,"status":"pending"}]""",
            Result: """[{"id":1,"status":"completed"}]"""),
        ("condition", Condition.Schema));

    protected override void Prepare(Options options, string path, Problems problems) =>
        condition = Condition.Parse(options.Condition, $"{path}.condition", problems);

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        condition!.Check(input, problems);
        return input;
    }

    protected override void Trace(Options options, LineageTrace trace) => trace.Decides(InfluenceKind.Filter, condition!.Fields);

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var rows = scope.Rows;
        var (matching, others) = (RowBuffer.Rent(rows.Length), RowBuffer.Rent(rows.Length));
        var count = condition!.Match(input, rows, matching, scope);
        var unwanted = matching.AsSpan(0, count);
        if (options.Mode == FilterMode.Include)
            unwanted = others.AsSpan(0, RowBuffer.Except(rows, unwanted, others));
        foreach (var row in unwanted)
            scope.Filter(row);
        RowBuffer.Return(matching);
        RowBuffer.Return(others);
        return input.Share();
    }
}
