using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Sorting;

/// <summary>Sorts the records of one worker.</summary>
internal sealed class SortLane(FieldSorter sorter, ExternalSortLane sorted) : ExchangeLane
{
    private readonly Sequences sequences = new();

    /// <inheritdoc/>
    public override ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken) =>
        sorter.AddAsync(batch, scope.Rows, sequences.From(first, scope.Rows.Length), scope, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        sorted.Complete();
        return ValueTask.CompletedTask;
    }
}
