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
    private readonly KeyBuffer written = new();
    private readonly Reservation memory = new(resources.Memory);
    private int[] kept = [];

    /// <summary>The groups that are its own; null once it uses the partitions.</summary>
    public Groups? Own { get; private set; } = new(plan);

    /// <summary>The schemas of the records that came.</summary>
    public SchemaUnion Schemas { get; } = new();

    /// <inheritdoc/>
    public override ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        Schemas.Add(batch.Schema, first);
        var columns = new Column[plan.GroupBy.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = plan.GroupBy[i].Read(batch, scope.Rows);
        var inputs = Inputs(batch, scope);
        try
        {
            for (var i = 0; i < plan.Fields.Count; i++)
                AggregationOperands.Reject(plan.Fields[i], inputs[i], scope);
            var rows = scope.Remaining(ref kept);
            records.Take(columns, rows, first, scope.Scratch);
            Add(rows, inputs, first, scope);
            scope.Books.Absorbed += rows.Length;
        }
        finally
        {
            foreach (var column in columns.Concat(inputs))
                column.Release();
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

    private void Add(ReadOnlySpan<int> rows, ReadOnlySpan<Column> inputs, long first, StepScope scope)
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

    private Column[] Inputs(RecordBatch batch, StepScope scope)
    {
        var inputs = new Column[plan.Inputs.Count + (plan.IncludeDetails ? 1 : 0)];
        for (var i = 0; i < plan.Inputs.Count; i++)
            inputs[i] = plan.Inputs[i].Read(batch, scope);
        if (plan.IncludeDetails)
            inputs[^1] = Details(batch, scope.Rows);
        return inputs;
    }

    private static Column Details(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        var builder = new BytesBuilder(DataType.Json, batch.RowCount);
        foreach (var row in rows)
        {
            while (builder.Count < row)
                builder.AppendAbsent();
            builder.Append(RecordJson.ToBytes(batch, row));
        }

        while (builder.Count < batch.RowCount)
            builder.AppendAbsent();
        return builder.Build();
    }
}
