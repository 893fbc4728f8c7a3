using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Merges sorted runs.</summary>
internal static class RunMerge
{
    /// <summary>The records of all runs in the order of their keys. The receiver disposes each batch.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(
        IReadOnlyList<IAsyncEnumerable<RecordBatch>> runs, Schema withKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var builder = new BatchBuilder(withKey);
        if (runs is [var only])
        {
            await foreach (var batch in only.WithCancellation(cancellationToken).ConfigureAwait(false))
                yield return batch.Schema.Equals(withKey) ? batch : Convert(batch, builder);
            yield break;
        }

        var cursors = runs.Select(run => new RunCursor(run.GetAsyncEnumerator(cancellationToken), builder)).ToList();
        try
        {
            var heap = new RunHeap(cursors.Count);
            foreach (var cursor in cursors)
            {
                if (await cursor.LoadAsync().ConfigureAwait(false))
                    heap.Add(cursor);
            }

            while (heap.Least is { } least)
            {
                least.CopyTo(builder);
                if (least.TryAdvance() || await least.LoadAsync().ConfigureAwait(false))
                    heap.Restore();
                else
                    heap.RemoveLeast();
                if (builder.IsFull)
                    yield return builder.Build();
            }

            if (builder.Count > 0)
                yield return builder.Build();
        }
        finally
        {
            foreach (var cursor in cursors)
                await cursor.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static RecordBatch Convert(RecordBatch batch, BatchBuilder builder)
    {
        using (batch)
        {
            var columns = builder.Align(batch);
            for (var row = 0; row < batch.RowCount; row++)
                builder.Append(columns, row);
            return builder.Build();
        }
    }
}
