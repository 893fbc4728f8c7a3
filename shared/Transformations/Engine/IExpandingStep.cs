using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine;

/// <summary>A step that may make far more of a batch than came in. The batch is then taken in parts, so that what it makes at a time is bounded.</summary>
internal interface IExpandingStep : IRowStep
{
    /// <summary>About how many bytes may come out at a time, but for a single record of which more are made.</summary>
    const long MostBytes = 16 << 20;

    /// <summary>
    /// How many of the first records together make no more than that, at least one. It depends on the records alone, and is an estimate that errs on the
    /// safe side.
    /// </summary>
    int Fitting(RecordBatch input, Scratch scratch);
}
