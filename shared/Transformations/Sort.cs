using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Sorting;

namespace DataAggregator.Transformations;

/// <summary>Puts the records of the run in the order of some fields. Typed and ordinal; records that are equal in all of them keep their order.</summary>
internal sealed class Sort : Exchange<Sort.Options>
{
    private FieldPath[] fields = [];

    public sealed record Options : StepOptions
    {
        [Description("The fields to sort by, the most important first.")]
        public required IReadOnlyList<SortField> Fields { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "sort",
        "Sort records",
        TransformationCategory.Records,
        "Puts the records of the whole run in the order of some fields.",
        new StepExample(
            """{"type":"sort","fields":[{"field":"total","direction":"desc"},{"field":"name"}]}""",
            Records: """[{"name":"b","total":5},{"name":"a","total":5.0},{"name":"c","total":10}]""",
            Result: """[{"name":"c","total":10},{"name":"a","total":5.0},{"name":"b","total":5}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        fields = [.. options.Fields.Select(field => FieldPath.Parse(field.Field))];
        if (fields.Length == 0)
            problems.Add($"{path}.fields", "must name at least one field to sort by.");
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        for (var i = 0; i < fields.Length; i++)
            fields[i].Find(input, $"{path}.fields[{i}].field", problems);
        return input;
    }

    protected override void Trace(Options options, LineageTrace trace) => trace.Decides(InfluenceKind.Sort, fields);

    protected override ExchangeOperator Open(Options options, ExchangeContext context) => new SortOperator(fields, [.. options.Fields.Select(field => field.Order)], context);
}
