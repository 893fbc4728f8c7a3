using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Joins;

/// <summary>Takes the records at hand of one worker: they wait in their order, and the keys of those whose partition is on disk go there too.</summary>
/// <param name="plan">The join.</param>
/// <param name="isSpilled">Which partitions of the other source are on disk.</param>
/// <param name="resources">Budget and spill store.</param>
/// <param name="file">Where the keys go.</param>
internal sealed class HashJoinLane(JoinPlan plan, bool[] isSpilled, TransformationResources resources, SpilledBlocks file) : ExchangeLane, IAsyncDisposable
{
    // All workers hold no more than a quarter of the budget.
    private readonly RecordSpool spool = new(resources, resources.Memory.Bytes / (4 * resources.Workers));
    private readonly KeyedRecords records = new(plan.Shape.LeftKeys.Length);
    private readonly bool needsKeys = isSpilled.Contains(true);

    /// <summary>The keys.</summary>
    public LeftKeys Keys { get; } = new(file, JoinPlan.LeftBlockBytes(resources));

    /// <inheritdoc/>
    public override ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        if (needsKeys)
            AddKeys(batch, first, scope);
        return spool.AddAsync(batch.Renumber(Sequence.PartitionOf(first), Sequence.PositionOf(first)), cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Keys.Complete();
        return spool.CompleteAsync(cancellationToken);
    }

    /// <summary>The records in their order; the first of a batch stands at its partition and ordinal, the others follow. The receiver disposes each batch.</summary>
    public IAsyncEnumerable<RecordBatch> ReadAsync(CancellationToken cancellationToken) => spool.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => spool.DisposeAsync();

    private void AddKeys(RecordBatch batch, long first, StepScope scope)
    {
        using var columns = KeyedColumns.Read(batch, plan.Shape.LeftKeys, []);
        records.Take(columns.Keys, columns.Rows, first, scope.Scratch);
        records.Partition(columns.Rows, first);
        for (var partition = 0; partition < KeyPartition.Count; partition++)
        {
            if (!isSpilled[partition])
                continue;
            var (start, end) = (records.Of(partition).Start.Value, records.Of(partition).End.Value);
            for (var i = start; i < end; i++)
            {
                if (!records.HasNull(i))
                    Keys.Add(partition, records.KeyAt(i), records.Sequences[i]);
            }
        }
    }
}
