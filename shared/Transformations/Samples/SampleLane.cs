using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Samples;

/// <summary>Takes the records of one worker that may be among those with the least hashes.</summary>
internal sealed class SampleLane(int size, RecordHash hash, ExternalSortLane sorted) : ExchangeLane
{
    private readonly Sequences sequences = new();
    private readonly PriorityQueue<ulong, ulong> least = new(Comparer<ulong>.Create((left, right) => right.CompareTo(left)));

    /// <inheritdoc/>
    public override async ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        var (rows, places, hashes) = Admit(batch, first, scope);
        var column = hashes.Build();
        await sorted.AddAsync(batch, [column], rows.ToArray(), places.ToArray(), scope.Scratch, cancellationToken).ConfigureAwait(false);
        column.Release();
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        sorted.Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>The records whose hash is among the least so far; equal hashes all are, for the order of the source decides between them.</summary>
    private (List<int> Rows, List<long> Places, FixedBuilder<long> Hashes) Admit(RecordBatch batch, long first, StepScope scope)
    {
        var hashes = hash.Of(batch, scope.Rows, scope.Scratch);
        var (rows, places, column) = (new List<int>(), new List<long>(), new FixedBuilder<long>(DataType.Int64, batch.RowCount));
        var all = sequences.From(first, scope.Rows.Length);
        for (var i = 0; i < hashes.Length; i++)
        {
            var row = scope.Rows[i];
            if (size == 0 || (least.Count == size && hashes[i] > least.Peek()))
            {
                scope.Filter(row);
                continue;
            }

            if (least.Count < size)
                least.Enqueue(hashes[i], hashes[i]);
            else
                least.EnqueueDequeue(hashes[i], hashes[i]);
            rows.Add(row);
            places.Add(all[i]);
            while (column.Count < row)
                column.Append(0);
            column.Append((long)(hashes[i] >> 1));
        }

        while (column.Count < batch.RowCount)
            column.Append(0);
        return (rows, places, column);
    }
}
