using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Validations.Uniqueness;

/// <summary>Takes the records of one worker, and their keys apart from them.</summary>
internal sealed class UniqueLane(IReadOnlyList<UniqueKeyLane> keys, ExternalSortLane inOrder) : ExchangeLane
{
    /// <inheritdoc/>
    public override async ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
            await key.AddAsync(batch, first, scope, cancellationToken).ConfigureAwait(false);
        await inOrder.AddAsync(batch, [], scope.Rows, first, scope.Scratch, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var key in keys)
            key.Complete();
        inOrder.Complete();
        return ValueTask.CompletedTask;
    }
}
