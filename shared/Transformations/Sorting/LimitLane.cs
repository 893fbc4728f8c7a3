using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Sorting;

/// <summary>Takes the records of one worker that may be among the first of the run: those that stand early enough in their partition.</summary>
internal sealed class LimitLane(long most, ExternalSortLane sorted) : ExchangeLane
{
    /// <inheritdoc/>
    public override ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        var rows = scope.Rows;
        var taken = (int)Math.Clamp(most - Sequence.PositionOf(first), 0, rows.Length);
        foreach (var row in rows[taken..])
            scope.Filter(row);
        return sorted.AddAsync(batch, [], rows[..taken], first, scope.Scratch, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        sorted.Complete();
        return ValueTask.CompletedTask;
    }
}
