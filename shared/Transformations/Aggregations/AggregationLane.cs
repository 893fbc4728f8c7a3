using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Groups the records of one worker: by itself as long as there are few groups, so that no worker waits for another; then in the partitions that all share.</summary>
internal sealed class AggregationLane(AggregationPlan plan, GroupPartitions partitions, int worker, TransformationResources resources) : ExchangeLane, IDisposable
{
    // About as many as stay in a processor's cache.
    private const int MostOwnGroups = 8192;

    private readonly KeyedRecords records = new(plan.GroupBy.Count);
    private readonly AggregateInputs inputs = new(plan);
    private readonly KeyBuffer written = new();
    private readonly Reservation memory = new(resources.Memory);
    private int[] kept = [];

    /// <summary>The groups that are its own; null once it uses the partitions.</summary>
    public Groups? Own { get; private set; } = new(plan, resources.Memory);

    /// <summary>The schemas of the records that came.</summary>
    public SchemaUnion Schemas { get; } = new();

    /// <inheritdoc/>
    public override ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        Schemas.Add(batch.Schema, first);
        var columns = new Column[plan.GroupBy.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = plan.GroupBy[i].Read(batch, scope.Rows);
        inputs.Read(batch, scope);
        try
        {
            var rows = scope.Remaining(ref kept);
            records.Take(columns, rows, first, scope.Scratch);
            Add(rows, first, scope);
            scope.Books.Absorbed += rows.Length;
        }
        finally
        {
            foreach (var column in columns)
                column.Release();
            inputs.Release();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Moves its own groups to the partitions, which it uses from now on.</summary>
    public void Share()
    {
        if (Own is not { } own)
            return;
        partitions.Merge(own, written);
        Own = null;
        memory.TryResize(0);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private void Add(ReadOnlySpan<int> rows, long first, StepScope scope)
    {
        if (Own is not null)
        {
            Own.Add(records, 0..records.Count, inputs, scope.Scratch);
            if (Own.Count > MostOwnGroups || Own.IsFull || (Own.Count > 0 && !memory.TryResize(Own.SizeInBytes)))
                Share();
            return;
        }

        records.Partition(rows, first);
        partitions.Add(records, inputs, worker, written, scope.Scratch);
    }
}
