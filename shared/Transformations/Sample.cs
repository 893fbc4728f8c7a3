using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Samples;

namespace DataAggregator.Transformations;

/// <summary>
/// Keeps some records, chosen by a hash of what they hold: the same ones in every run of the same seed, however the source is cut. Equal records are
/// kept or left out together where a fraction is asked for.
/// </summary>
internal sealed class Sample : Exchange<Sample.Options>, IExchange, IRowStep
{
    private FieldPath[] keyFields = [];
    private RecordHash? hash;

    public sealed record Options : StepOptions
    {
        [Description("The part of the records to keep, from 0 to 1, each by itself: 0.1 for about a tenth.")]
        [Range(0.0, 1.0)]
        public double? Fraction { get; init; }

        [Description("How many records to keep of the whole run, in place of a fraction.")]
        [Range(0, 10_000_000)]
        public int? Size { get; init; }

        [Description("Another seed keeps other records.")]
        public long Seed { get; init; }

        [Description("Fields whose values decide, so that records with the same values are kept or left out together; all fields by default.")]
        public IReadOnlyList<string> KeyFields { get; init; } = [];
    }

    public override TransformationSpec Spec => MakeSpec(
        "sample",
        "Sample records",
        TransformationCategory.Records,
        "Keeps a part of the records, or so many of them: always the same ones for the same seed.",
        new StepExample(
            """{"type":"sample","size":2,"seed":7}""",
            Records: """[{"id":1},{"id":2},{"id":3},{"id":4}]""",
            Result: """[{"id":1},{"id":3}]"""));

    public bool NeedsWholeRun => Bound.Size is not null;

    RecordBatch IRowStep.Apply(RecordBatch input, StepScope scope)
    {
        // The fraction of all hashes below which a record is kept.
        var kept = Bound.Fraction!.Value * Math.Pow(2, 64);
        var hashes = hash!.Of(input, scope.Rows, scope.Scratch);
        for (var i = 0; i < hashes.Length; i++)
        {
            if (hashes[i] >= kept)
                scope.Filter(scope.Rows[i]);
        }

        return input.Share();
    }

    protected override void Prepare(Options options, string path, Problems problems)
    {
        if (options.Fraction is null == options.Size is null)
            problems.Add($"{path}.fraction", "or size is required, one of the two: the part of the records to keep, or how many.");
        keyFields = [.. options.KeyFields.Select(FieldPath.Parse)];
        hash = new RecordHash(keyFields, options.Seed);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        for (var i = 0; i < keyFields.Length; i++)
            keyFields[i].Find(input, $"{path}.key_fields[{i}]", problems);
        return input;
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        if (keyFields.Length > 0)
            trace.Decides(InfluenceKind.Filter, keyFields);
        else
            trace.AllDecide(InfluenceKind.Filter);
    }

    protected override ExchangeOperator Open(Options options, ExchangeContext context) =>
        new SampleOperator(options.Size!.Value, () => new RecordHash(keyFields, options.Seed), context);
}
