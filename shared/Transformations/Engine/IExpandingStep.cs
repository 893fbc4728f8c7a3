using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>A step that may make far more of a batch than came in. The batch is then taken in parts, so that what it makes at a time is bounded.</summary>
internal interface IExpandingStep : IRowStep
{
    /// <summary>About how many bytes may come out at a time.</summary>
    const long MostBytes = 16 << 20;

    /// <summary>
    /// How many of the first records together make no more than that, at least one. It depends on the records alone, and is an estimate that errs on the
    /// safe side.
    /// </summary>
    /// <param name="input">The records.</param>
    /// <param name="scope">What the step would see of them; nothing that is said to it counts.</param>
    int Fitting(RecordBatch input, StepScope scope);

    /// <summary>
    /// What the step makes of a single record, in parts where that alone is more; at least one, and the caller asks for the next when it has done with one.
    /// Steps that hold a record to less give it at once.
    /// </summary>
    /// <param name="record">The record; the caller disposes it after the last part.</param>
    /// <param name="open">Opens what the step sees and says, for each part.</param>
    IEnumerable<(RecordBatch Batch, StepScope Scope)> ApplyInParts(RecordBatch record, Func<StepScope> open)
    {
        var scope = open();
        yield return (Apply(record, scope), scope);
    }
}
