using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Sorting;
using DataAggregator.Transformations.Windows;

namespace DataAggregator.Transformations;

/// <summary>Adds to each record what the records around it say: its number, the value before, a running sum. Records keep the order of the source.</summary>
internal sealed class Window : Exchange<Window.Options>
{
    private FieldPath[] partitionBy = [];
    private FieldPath[] orderFields = [];
    private FieldPath?[] inputs = [];

    public sealed record Options : StepOptions
    {
        [Description("The fields whose values make a partition: a function sees the records of its own alone. Without any, all records are one.")]
        public IReadOnlyList<string> PartitionBy { get; init; } = [];

        [Description("The order of the records in a partition; without it, and where they are equal in it, that of the source.")]
        public IReadOnlyList<SortField> OrderBy { get; init; } = [];

        [Description("The fields to add.")]
        public required IReadOnlyList<WindowField> Functions { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "window",
        "Look across records",
        TransformationCategory.Aggregation,
        "Adds to each record what the records around it say: row numbers, ranks, values before and behind, running sums.",
        new StepExample(
            """{"type":"window","partition_by":["account"],"order_by":[{"field":"day"}],"functions":[{"function":"sum","field":"amount","output_field":"balance"},{"function":"lag","field":"day","output_field":"day_before"}]}""",
            Records: """[{"account":"A","day":2,"amount":5},{"account":"B","day":1,"amount":1.5},{"account":"A","day":1,"amount":10}]""",
            Result: """[{"account":"A","day":2,"amount":5,"balance":15,"day_before":1},{"account":"B","day":1,"amount":1.5,"balance":1.5,"day_before":null},{"account":"A","day":1,"amount":10,"balance":10,"day_before":null}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        partitionBy = [.. options.PartitionBy.Select(FieldPath.Parse)];
        orderFields = [.. options.OrderBy.Select(field => FieldPath.Parse(field.Field))];
        inputs = [.. options.Functions.Select(function => function.Field is null or "*" ? null : FieldPath.Parse(function.Field))];
        if (inputs.Length == 0)
            problems.Add($"{path}.functions", "must name at least one field to add.");
        for (var i = 0; i < inputs.Length; i++)
            options.Functions[i].Check($"{path}.functions[{i}]", problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        for (var i = 0; i < partitionBy.Length; i++)
            partitionBy[i].Find(input, $"{path}.partition_by[{i}]", problems);
        for (var i = 0; i < orderFields.Length; i++)
            orderFields[i].Find(input, $"{path}.order_by[{i}].field", problems);
        var output = input;
        for (var i = 0; i < inputs.Length; i++)
        {
            var (at, function) = ($"{path}.functions[{i}].field", options.Functions[i]);
            var source = inputs[i]?.Find(input, at, problems);
            var isNumber = source is null or { Type: DataType.Int64 or DataType.Decimal or DataType.Double or DataType.Json };
            if (function.Running is { NeedsNumbers: true } && !isNumber && function.OnMissing is null)
                problems.Add(at, $"'{source!.Name}' is {source.Type.ToString().ToLowerInvariant()}, not a number; cast it in a step before.");
            output = Placement.Place(output, function.Describe(source));
        }

        return output;
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        for (var i = 0; i < inputs.Length; i++)
            trace.Made(options.Functions[i].OutputField, LineageKind.Computed, inputs[i]);
        trace.Decides(InfluenceKind.Window, [.. partitionBy, .. orderFields]);
    }

    protected override ExchangeOperator Open(Options options, ExchangeContext context) =>
        new WindowOperator(new WindowPlan(partitionBy, options.OrderBy, orderFields, options.Functions, inputs), context);
}
