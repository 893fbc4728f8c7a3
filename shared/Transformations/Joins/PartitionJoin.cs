using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Joins;

/// <summary>
/// Joins partitions that are on disk, each with the records at hand of the same partition. One that does not fit into memory is cut into partitions of its
/// own; where that is of no use, as when all records have one key, it is joined part by part.
/// </summary>
/// <param name="plan">The join.</param>
/// <param name="resources">Budget and spill store.</param>
/// <param name="matches">Gets runs of matches.</param>
/// <param name="unmatched">Gets runs of what nothing matched.</param>
/// <param name="level">How often the records were cut into partitions before.</param>
internal sealed class PartitionJoin(JoinPlan plan, TransformationResources resources, SortedRuns matches, SortedRuns unmatched, int level = 0)
{
    // Fewer records than this are held whatever the memory.
    private const int LeastRecords = 256;

    // The records at hand are read once for each part, and once to cut a partition.
    private const int MostParts = 4;

    /// <summary>Joins a partition.</summary>
    /// <param name="stored">Its records of the other source.</param>
    /// <param name="number">Its number.</param>
    /// <param name="left">Its records at hand.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task JoinAsync(StoredRecords stored, int number, IReadOnlyList<LeftKeys> left, CancellationToken cancellationToken)
    {
        using var rest = stored.Read().GetEnumerator();
        for (var (isFirst, hasMore) = (true, rest.MoveNext()); hasMore; isFirst = false)
        {
            using (var part = new MatchTable(plan.Fields, plan.HoldsOnlyFirst, resources.Memory))
            {
                hasMore = Load(part, rest, out var bytes);
                if (!isFirst || !hasMore || part.KeyCount == 1 || level + 1 == KeyPartition.Levels || stored.SpilledBytes <= MostParts * bytes)
                {
                    await JoinAsync(part, Open(left, number), cancellationToken).ConfigureAwait(false);
                    continue;
                }
            }

            rest.Current.Dispose();
            await CutAsync(stored, number, left, cancellationToken).ConfigureAwait(false);
            return;
        }
    }

    private static LeftKeyReader Open(IEnumerable<LeftKeys> left, int number) => new(left.Select(worker => worker.Open(number)));

    private async Task JoinAsync(MatchTable part, LeftKeyReader records, CancellationToken cancellationToken)
    {
        part.Close();
        await matches.SpillAsync(part.Matches(records, plan.TakesOnlyFirst), cancellationToken).ConfigureAwait(false);
        if (plan.Shape.KeepsUnmatched)
            await unmatched.SpillAsync(part.Unmatched(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fills a table as far as there is memory.</summary>
    /// <returns>Whether there is more.</returns>
    private static bool Load(MatchTable part, IEnumerator<RecordBatch> rest, out long bytes)
    {
        bytes = 0;
        bool hasMore;
        do
        {
            using (var batch = rest.Current)
            {
                part.Add(batch);
                bytes += batch.SizeInBytes;
            }

            hasMore = rest.MoveNext();
        }
        while (hasMore && (part.TryCount() || part.Count < LeastRecords));
        return hasMore;
    }

    private async Task CutAsync(StoredRecords stored, int number, IReadOnlyList<LeftKeys> left, CancellationToken cancellationToken)
    {
        using var partitions = new StoredPartitions(plan.Fields, resources, level + 1);
        foreach (var batch in stored.Read())
        {
            using (batch)
                partitions.Add(batch);
            partitions.Settle(0);
        }

        partitions.Complete();
        var keys = new LeftKeys(partitions.Spilled, JoinPlan.LeftBlockBytes(resources));
        for (var records = Open(left, number); records.Move();)
        {
            var inner = KeyPartition.Of(KeyHash.Of(records.Key), level + 1);
            if (!partitions.Partitions[inner].IsEmpty)
                keys.Add(inner, records.Key, records.Sequence);
        }

        keys.Complete();
        await using var innerMatches = new SortedRuns(resources, SortedRuns.SmallBatches);
        await using var innerUnmatched = new SortedRuns(resources, SortedRuns.SmallBatches);
        var join = new PartitionJoin(plan, resources, innerMatches, innerUnmatched, level + 1);
        for (var inner = 0; inner < KeyPartition.Count; inner++)
            await join.JoinAsync(partitions.Partitions[inner], inner, [keys], cancellationToken).ConfigureAwait(false);
        await matches.SpillAsync(innerMatches.ReadAsync(plan.Fields.Schema, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (plan.Shape.KeepsUnmatched)
            await unmatched.SpillAsync(innerUnmatched.ReadAsync(plan.Fields.Schema, cancellationToken), cancellationToken).ConfigureAwait(false);
    }
}
