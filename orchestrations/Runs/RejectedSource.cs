using System.Runtime.CompilerServices;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Reads single records again, as they were read: from a repeatable source, else from sealed segments where no step stands before them. Only segments
/// with a wanted record are read, and each once.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="plan">Its plan.</param>
/// <param name="isSealedAsRead">Whether no step changes records before they are sealed.</param>
/// <param name="runs">The run ledger.</param>
/// <param name="segments">The sealed segments.</param>
internal sealed class RejectedSource(PreparedRun run, RunPlan plan, bool isSealedAsRead, IRunStore runs, ISegmentStore segments)
{
    /// <summary>The records by partition and ordinal, UTF-8 JSON; those that cannot be read again are missing.</summary>
    public async Task<IReadOnlyDictionary<(int Partition, long Ordinal), byte[]>> FindAsync(IReadOnlySet<(int Partition, long Ordinal)> wanted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(int, long), byte[]>();
        if (!plan.Source.Repeatable && !isSealedAsRead)
            return found;
        foreach (var partition in wanted.GroupBy(place => place.Partition, place => place.Ordinal))
            await FindAsync(partition.Key, new SortedSet<long>(partition), found, cancellationToken);
        return found;
    }

    private async Task FindAsync(int partition, SortedSet<long> ordinals, Dictionary<(int, long), byte[]> found, CancellationToken cancellationToken)
    {
        SegmentState? previous = null;
        for (var number = 0; ordinals.Count > 0; number++)
        {
            var id = new SegmentId(run.Run.Id, partition, number);
            if (await runs.FindSegmentAsync(id, cancellationToken) is not { } state)
                return;
            if (ordinals.Min < state.NextOrdinal)
            {
                await TakeAsync(
                    plan.Source.Repeatable ? ReadSourceAsync(partition, previous, cancellationToken) : ReadSealedAsync(id, cancellationToken), partition, ordinals, state.NextOrdinal, found);
                ordinals.RemoveWhere(ordinal => ordinal < state.NextOrdinal);
            }

            if (state.Position is null)
                return;
            previous = state;
        }
    }

    private async Task TakeAsync(IAsyncEnumerable<RecordBatch> batches, int partition, SortedSet<long> ordinals, long end, Dictionary<(int, long), byte[]> found)
    {
        await foreach (var batch in batches)
        {
            using (batch)
            {
                run.Watch.ThrowIfStopped();
                var after = batch.FirstOrdinal + batch.RowCount;
                foreach (var ordinal in ordinals.GetViewBetween(batch.FirstOrdinal, Math.Max(batch.FirstOrdinal, after - 1)).Where(ordinal => ordinal < after))
                    found[(partition, ordinal)] = RecordJson.ToBytes(batch, (int)(ordinal - batch.FirstOrdinal));
                ordinals.RemoveWhere(ordinal => ordinal < after);
                if (ordinals.Count == 0 || ordinals.Min >= end)
                    return;
            }
        }
    }

    private async IAsyncEnumerable<RecordBatch> ReadSealedAsync(SegmentId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await segments.OpenAsync(id, cancellationToken);
        await foreach (var batch in SegmentReader.ReadAsync(stream, cancellationToken))
            yield return batch;
    }

    private async IAsyncEnumerable<RecordBatch> ReadSourceAsync(int partition, SegmentState? previous, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ReadRequest(plan.Source.Partitions[partition], plan.Source.Schema, previous?.Position, previous?.NextOrdinal ?? 0);
        await foreach (var piece in run.Source.ReadAsync(run.SourceConfig, request, cancellationToken))
            yield return piece.Batch;
    }
}
