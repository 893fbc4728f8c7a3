using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Joins;

/// <summary>Reads batches of several workers, each of which took whole partitions in ascending order, in the order of the source.</summary>
internal static class LanesInOrder
{
    /// <summary>The batches. The receiver disposes each.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(IReadOnlyList<IAsyncEnumerable<RecordBatch>> lanes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sources = new List<IAsyncEnumerator<RecordBatch>>();
        try
        {
            foreach (var lane in lanes)
            {
                var source = lane.GetAsyncEnumerator(cancellationToken);
                sources.Add(source);
                await AdvanceAsync(sources, source).ConfigureAwait(false);
            }

            while (sources.MinBy(source => source.Current.Partition) is { } next)
            {
                yield return next.Current;
                await AdvanceAsync(sources, next).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var source in sources)
                await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask AdvanceAsync(List<IAsyncEnumerator<RecordBatch>> sources, IAsyncEnumerator<RecordBatch> source)
    {
        if (await source.MoveNextAsync().ConfigureAwait(false))
            return;
        sources.Remove(source);
        await source.DisposeAsync().ConfigureAwait(false);
    }
}
