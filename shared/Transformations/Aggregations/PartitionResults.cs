using System.Collections.Concurrent;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Makes the results of all partitions, each as a run in the order in which its groups were first seen.</summary>
/// <param name="plan">The aggregation.</param>
/// <param name="resources">Budget and spill store.</param>
/// <param name="schema">The schema of the results.</param>
/// <param name="runs">Gets the runs.</param>
/// <param name="level">How often the groups were cut into partitions before.</param>
internal sealed class PartitionResults(AggregationPlan plan, TransformationResources resources, Schema schema, SortedRuns runs, int level = 0)
{
    // Many runs are merged at a time, so what is in memory of each should be little.
    private const int Lot = 512;

    // Fewer groups than this are not cut into partitions, however little memory there is.
    private const int LeastToCut = 1024;

    // Less than this is held, however little memory there is.
    private const long LeastToUnload = 4 << 20;

    private readonly ConcurrentQueue<GroupPartition> inMemory = new();

    /// <summary>Makes them, several partitions at a time.</summary>
    public async Task MakeAsync(GroupPartitions groups, int workers, CancellationToken cancellationToken)
    {
        groups.SpillRests(new KeyBuffer());
        var onDisk = new ConcurrentQueue<GroupPartition>();
        foreach (var partition in groups.Partitions.Where(partition => partition.IsSpilled || partition.Groups.Count > 0))
            (partition.IsSpilled ? onDisk : inMemory).Enqueue(partition);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(
            async () =>
            {
                var buffer = Array.Empty<byte>();
                while (onDisk.TryDequeue(out var partition))
                    buffer = await MakeAsync(groups, partition, buffer, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken))).ConfigureAwait(false);
        foreach (var partition in inMemory)
            runs.Hold(partition.Groups.Results(schema, Lot));
    }

    private async Task<byte[]> MakeAsync(GroupPartitions groups, GroupPartition partition, byte[] buffer, CancellationToken cancellationToken)
    {
        for (var i = 0; i < partition.Blocks.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var rest = groups.Read(partition.Blocks[i], ref buffer); !rest.IsEmpty;)
            {
                var key = Groups.ReadKey(ref rest);
                partition.Groups.Merge(key, KeyHash.Of(key), ref rest);
            }

            if (!partition.Groups.IsFull && await TryReserveAsync(partition, cancellationToken).ConfigureAwait(false))
                continue;
            if (MayCut(partition))
            {
                await CutAsync(groups, partition, i + 1, buffer, cancellationToken).ConfigureAwait(false);
                return buffer;
            }

            if (partition.Groups.SizeInBytes < LeastToUnload)
                continue;
            partition.Groups.Unload(resources.Spill);
            partition.TryReserve();
        }

        await SpillAsync(partition, cancellationToken).ConfigureAwait(false);
        return buffer;
    }

    // Few groups with lists are cut, too, down to single ones; of other values that are too many, most wait on disk.
    private bool MayCut(GroupPartition partition) =>
        level + 1 < KeyPartition.Levels && !partition.Groups.IsUnloaded
        && (partition.Groups.Count >= LeastToCut || (plan.MakesLists && partition.Groups.Count > 1 && partition.Groups.SizeInBytes >= LeastToUnload));

    /// <summary>Finds memory for a partition; those that are whole in memory give way, for their results can wait on disk.</summary>
    private async ValueTask<bool> TryReserveAsync(GroupPartition partition, CancellationToken cancellationToken)
    {
        while (!partition.TryReserve())
        {
            if (!inMemory.TryDequeue(out var whole))
                return false;
            await SpillAsync(whole, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task SpillAsync(GroupPartition whole, CancellationToken cancellationToken)
    {
        await runs.SpillAsync(whole.Groups.Results(schema, Lot), cancellationToken).ConfigureAwait(false);
        whole.Forget();
    }

    /// <summary>Cuts a partition that is too large into partitions of its own.</summary>
    private async Task CutAsync(GroupPartitions groups, GroupPartition partition, int nextBlock, byte[] buffer, CancellationToken cancellationToken)
    {
        using var cut = new GroupPartitions(plan, resources, level + 1);
        var written = new KeyBuffer();
        cut.Merge(partition.Groups, written);
        partition.Forget();
        for (var i = nextBlock; i < partition.Blocks.Count; i++)
        {
            for (var rest = groups.Read(partition.Blocks[i], ref buffer); !rest.IsEmpty;)
                cut.Merge(ref rest, written);
        }

        await using var results = new SortedRuns(resources, SortedRuns.SmallBatches);
        await new PartitionResults(plan, resources, schema, results, level + 1).MakeAsync(cut, workers: 1, cancellationToken).ConfigureAwait(false);
        await runs.SpillAsync(results.ReadAsync(schema, cancellationToken), cancellationToken).ConfigureAwait(false);
    }
}
