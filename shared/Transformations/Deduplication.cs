using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Deduplications;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations;

/// <summary>Keeps one of all records that are equal in some fields, in its place. Records in which all of those are null or missing are no duplicates.</summary>
internal sealed class Deduplication : Exchange<Deduplication.Options>
{
    private FieldPath[] keyFields = [];
    private FieldPath? by;

    public sealed record Options : StepOptions
    {
        [Description("Records that are equal in all of these fields are duplicates. One in which all of them are null or missing has none.")]
        public required IReadOnlyList<string> KeyFields { get; init; }

        [Description("Which of several stays: the first or last in the order of the source, or the one with the least (min) or greatest (max) value of keep_field.")]
        public KeepRule Keep { get; init; }

        [Description("The field that decides which record stays, with keep min or max; null counts as missing and never wins.")]
        public string? KeepField { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "deduplication",
        "Remove duplicates",
        TransformationCategory.Cleansing,
        "Keeps one of all records that are equal in some fields.",
        new StepExample(
            """{"type":"deduplication","key_fields":["email"],"keep":"max","keep_field":"updated"}""",
            Records: """[{"email":"a@x.com","updated":1},{"email":"b@x.com","updated":5},{"email":"a@x.com","updated":3}]""",
            Result: """[{"email":"b@x.com","updated":5},{"email":"a@x.com","updated":3}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        keyFields = [.. options.KeyFields.Select(FieldPath.Parse)];
        if (keyFields.Length == 0)
            problems.Add($"{path}.key_fields", "must name at least one field.");
        var needsField = options.Keep is KeepRule.Min or KeepRule.Max;
        if (needsField && options.KeepField is null)
            problems.Add($"{path}.keep_field", "is required: the field whose least or greatest value decides.");
        if (!needsField && options.KeepField is not null)
            problems.Add($"{path}.keep_field", "is not needed: it goes with keep min or max.");
        by = options.KeepField is null ? null : FieldPath.Parse(options.KeepField);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        for (var i = 0; i < keyFields.Length; i++)
            keyFields[i].Find(input, $"{path}.key_fields[{i}]", problems);
        by?.Find(input, $"{path}.keep_field", problems);
        return input;
    }

    protected override ExchangeOperator Open(Options options, ExchangeContext context) => new DeduplicationOperator(new DeduplicationPlan(keyFields, options.Keep, by), context);
}
