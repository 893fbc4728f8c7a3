using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Deduplications;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations;

/// <summary>
/// Keeps one of all records that are equal in some fields, or alike, in its place. Records in which all of the fields that bring records together
/// are null or missing are no duplicates. Alike is decided block by block: the records come in the order of preference (that of the source for
/// <c>first</c>, backwards for <c>last</c>, by the field for <c>min</c> and <c>max</c>), and each goes that is like one that stayed before it.
/// </summary>
internal sealed class Deduplication : Exchange<Deduplication.Options>
{
    private FieldPath[] keyFields = [];
    private FieldPath[] blockingFields = [];
    private FieldPath[] comparedFields = [];
    private FieldPath? by;

    public sealed record Options : StepOptions
    {
        [Description("Records that are equal in all of these fields are duplicates. One in which all of them are null or missing has none. With match fuzzy, the fields that are compared.")]
        public IReadOnlyList<string> KeyFields { get; init; } = [];

        [Description("What texts are freed of before they are compared; the record itself stays as it is, and a text of which nothing is left counts as missing.")]
        public IReadOnlyList<KeyNormalization> Normalize { get; init; } = [];

        [Description("Whether duplicates are equal in the key fields, or only alike.")]
        public DuplicateMatch Match { get; init; }

        [Description("With match fuzzy: only records that are equal in all of these fields, normalised, are compared. One in which all of them are null or missing stays.")]
        public IReadOnlyList<string> BlockingFields { get; init; } = [];

        [Description("How many characters of the texts in blocking_fields must be equal; all unless given.")]
        [Range(1, 1000)]
        public int? BlockingPrefix { get; init; }

        [Description("With match fuzzy: the fields that are compared, with weights, in place of key_fields. What neither of two records has does not count; what only one has is not alike at all.")]
        public IReadOnlyList<ComparedField> Fields { get; init; } = [];

        [Description("How the similarity of two texts is measured, up to their first 256 characters.")]
        public SimilarityAlgorithm Algorithm { get; init; }

        [Description("The similarity from which on two records are duplicates: 0 to 100, the weighted average over the fields.")]
        [Range(0.0, 100.0)]
        public double Threshold { get; init; } = 85;

        [Description("Records are compared with at most so many of their block that stay, the first ones. Each that stays beyond counts as a warning: choose narrower blocks.")]
        [Range(1, 100_000)]
        public int MaxBlockSize { get; init; } = 10_000;

        [Description("Which of several stays: the first or last in the order of the source, or the one with the least (min) or greatest (max) value of keep_field.")]
        public KeepRule Keep { get; init; }

        [Description("The field that decides which record stays, with keep min or max; null counts as missing and never wins.")]
        public string? KeepField { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "deduplication",
        "Remove duplicates",
        TransformationCategory.Cleansing,
        "Keeps one of all records that are equal in some fields, or alike.",
        new StepExample(
            """{"type":"deduplication","match":"fuzzy","normalize":["case","accents","punctuation"],"blocking_fields":["postcode"],"fields":[{"field":"name","weight":2},{"field":"street"}],"algorithm":"token_sort","keep":"max","keep_field":"updated"}""",
            Records: """[{"name":"José Müller","street":"Main St. 5","postcode":"10115","updated":1},{"name":"Anna Kern","street":"Main St. 5","postcode":"10115","updated":1},{"name":"MULLER, Jose","street":"Main St 5","postcode":"10115","updated":3}]""",
            Result: """[{"name":"Anna Kern","street":"Main St. 5","postcode":"10115","updated":1},{"name":"MULLER, Jose","street":"Main St 5","postcode":"10115","updated":3}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        keyFields = [.. options.KeyFields.Select(FieldPath.Parse)];
        blockingFields = [.. options.BlockingFields.Select(FieldPath.Parse)];
        comparedFields = [.. options.Fields.Select(field => FieldPath.Parse(field.Field))];
        CheckMatch(options, path, problems);
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
        for (var i = 0; i < blockingFields.Length; i++)
            blockingFields[i].Find(input, $"{path}.blocking_fields[{i}]", problems);
        for (var i = 0; i < comparedFields.Length; i++)
            comparedFields[i].Find(input, $"{path}.fields[{i}].field", problems);
        by?.Find(input, $"{path}.keep_field", problems);
        return input;
    }

    protected override void Trace(Options options, LineageTrace trace) => trace.Decides(InfluenceKind.Filter, [.. keyFields, .. blockingFields, .. comparedFields, by]);

    protected override ExchangeOperator Open(Options options, ExchangeContext context) => new DeduplicationOperator(Plan(options), context);

    private static void CheckMatch(Options options, string path, Problems problems)
    {
        if (options.Match == DuplicateMatch.Exact)
        {
            if (options.KeyFields.Count == 0)
                problems.Add($"{path}.key_fields", "must name at least one field.");
            if (options.BlockingFields.Count > 0 || options.BlockingPrefix is not null)
                problems.Add($"{path}.{(options.BlockingFields.Count > 0 ? "blocking_fields" : "blocking_prefix")}", "goes with match fuzzy; without it, records are duplicates that are equal in key_fields.");
            if (options.Fields.Count > 0)
                problems.Add($"{path}.fields", "goes with match fuzzy; without it, name the fields in key_fields.");
            return;
        }

        if (options.BlockingFields.Count == 0)
            problems.Add($"{path}.blocking_fields", "is required with match fuzzy: only records that are equal in these fields are compared. Choose what duplicates share, such as a postcode or, with blocking_prefix, how a name begins.");
        if (options.Fields.Count == 0 && options.KeyFields.Count == 0)
            problems.Add($"{path}.fields", "is required with match fuzzy: the fields that are compared (or key_fields, without weights).");
        if (options.Fields.Count > 0 && options.KeyFields.Count > 0)
            problems.Add($"{path}.key_fields", "stands beside fields; give one of the two.");
    }

    private DeduplicationPlan Plan(Options options)
    {
        if (options.Match == DuplicateMatch.Exact)
            return new DeduplicationPlan(keyFields, options.Keep, by) { Normalize = options.Normalize };
        var fields = options.Fields.Count > 0 ? comparedFields : keyFields;
        IReadOnlyList<double> weights = options.Fields.Count > 0 ? [.. options.Fields.Select(field => field.Weight)] : [.. keyFields.Select(_ => 1.0)];
        return new DeduplicationPlan(blockingFields, options.Keep, by)
        {
            Normalize = options.Normalize,
            Prefix = options.BlockingPrefix,
            Fuzzy = new FuzzyPlan(fields, weights, options.Algorithm, options.Threshold, options.MaxBlockSize),
        };
    }
}
