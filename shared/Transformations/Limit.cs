using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Sorting;

namespace DataAggregator.Transformations;

/// <summary>Keeps the first records of the run, after leaving some out; the others count as filtered.</summary>
internal sealed class Limit : Exchange<Limit.Options>
{
    private const long Most = 1L << 40;

    public sealed record Options : StepOptions
    {
        [Description("How many records to keep.")]
        [Range(0L, Most)]
        public required long Count { get; init; }

        [Description("How many records to leave out before them.")]
        [Range(0L, Most)]
        public long Offset { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "limit",
        "Limit records",
        TransformationCategory.Records,
        "Keeps the first records of the whole run, in the order of the source.",
        new StepExample(
            """{"type":"limit","count":2,"offset":1}""",
            Records: """[{"id":1},{"id":2},{"id":3},{"id":4}]""",
            Result: """[{"id":2},{"id":3}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems) => input;

    protected override void Trace(Options options, LineageTrace trace)
    {
        // Which records are the first, no field decides.
    }

    protected override ExchangeOperator Open(Options options, ExchangeContext context) => new LimitOperator(options.Offset, options.Count, context);
}
