using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Merges sorted runs.</summary>
internal static class RunMerge
{
    /// <summary>
    /// The records of all runs in the order of their keys. Where a batch ends depends on the records alone, also when there is only one run: what is
    /// rejected behind a whole-run step belongs to the same batch when a repeated activity spills at other records. The receiver disposes each batch.
    /// </summary>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(
        IReadOnlyList<IAsyncEnumerable<RecordBatch>> runs, Schema withKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var builder = new BatchBuilder(withKey);
        var cursors = runs.Select(run => new RunCursor(new Prefetch<RecordBatch>(_ => run, static batch => batch.Dispose(), ahead: 1, cancellationToken), builder, cancellationToken)).ToList();
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
            await Task.WhenAll(cursors.Select(cursor => cursor.DisposeAsync().AsTask())).ConfigureAwait(false);
        }
    }
}
