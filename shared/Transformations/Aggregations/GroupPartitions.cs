using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>
/// All groups of a run, in partitions by their hash that several workers add to. Above the memory budget whole partitions go to disk, one after the
/// other, the largest first. Which ones and when is of no account: a partition is whole again before there are results of it.
/// </summary>
/// <param name="plan">The aggregation.</param>
/// <param name="resources">Budget and spill store.</param>
/// <param name="level">How often the groups were cut into partitions before.</param>
internal sealed class GroupPartitions(AggregationPlan plan, TransformationResources resources, int level = 0) : IDisposable
{
    private const long LeastQuota = 16 << 10;
    private const long MostQuota = 256 << 10;

    private readonly GroupPartition[] partitions = [.. Enumerable.Range(0, KeyPartition.Count).Select(_ => new GroupPartition(plan, resources.Memory))];
    private readonly SpilledBlocks spilled = new(resources.Spill);
    private readonly Lock spilling = new();

    // All partitions that are on disk gather what follows in no more than half of the budget.
    private readonly long quota = Math.Clamp(resources.Memory.Bytes / (2 * KeyPartition.Count), LeastQuota, MostQuota);

    /// <summary>The partitions.</summary>
    public IReadOnlyList<GroupPartition> Partitions => partitions;

    /// <summary>Takes the records of a batch.</summary>
    /// <param name="records">The records, in the order of their partitions.</param>
    /// <param name="inputs">The values of the batch.</param>
    /// <param name="worker">The number of the worker: each begins with another partition, so that they seldom wait for one another.</param>
    /// <param name="written">A buffer of the worker.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    public void Add(KeyedRecords records, AggregateInputs inputs, int worker, KeyBuffer written, Scratch scratch)
    {
        for (var i = 0; i < partitions.Length; i++)
        {
            var number = (i + (worker * 23)) % partitions.Length;
            var (partition, part) = (partitions[number], records.Of(number));
            if (part.Start.Value == part.End.Value)
                continue;
            bool fits;
            lock (partition.Mutex)
            {
                partition.Groups.Add(records, part, inputs, scratch);
                fits = Settle(partition, written);
            }

            if (!fits)
                MakeRoom(partition, written);
        }
    }

    /// <summary>Takes a group that was written; <paramref name="group"/> then begins after it.</summary>
    public void Merge(ref ReadOnlySpan<byte> group, KeyBuffer written)
    {
        var key = Groups.ReadKey(ref group);
        var hash = KeyHash.Of(key);
        var partition = partitions[KeyPartition.Of(hash, level)];
        bool fits;
        lock (partition.Mutex)
        {
            fits = !partition.Merge(key, hash, ref group) || Settle(partition, written);
        }

        if (!fits)
            MakeRoom(partition, written);
    }

    /// <summary>Takes all groups of another.</summary>
    public void Merge(Groups other, KeyBuffer written)
    {
        var one = new KeyBuffer();
        for (var i = 0; i < other.Count; i++)
        {
            one.Clear();
            other.Write(i, one);
            var rest = one.Written;
            Merge(ref rest, written);
        }
    }

    /// <summary>Writes what is left in memory of partitions that are on disk.</summary>
    public void SpillRests(KeyBuffer written)
    {
        foreach (var partition in partitions.Where(partition => partition.IsSpilled))
        {
            partition.Spill(spilled, written, quota);
            partition.Forget();
        }
    }

    /// <summary>Reads a block of a partition.</summary>
    public ReadOnlySpan<byte> Read(SpilledBlocks.Block block, ref byte[] buffer) => spilled.Read(block, ref buffer);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var partition in partitions)
            partition.Dispose();
        spilled.Dispose();
    }

    private bool Settle(GroupPartition partition, KeyBuffer written)
    {
        if (partition.IsDue(quota))
            partition.Spill(spilled, written, quota);
        return partition.TryReserve();
    }

    /// <summary>Spills partitions until there is memory for this one, or all are on disk and keep to their quota.</summary>
    private void MakeRoom(GroupPartition partition, KeyBuffer written)
    {
        lock (spilling)
        {
            while (!TryReserve(partition) && partitions.Where(other => !other.IsSpilled).MaxBy(other => other.SizeInBytes) is { SizeInBytes: > 0 } largest)
            {
                lock (largest.Mutex)
                    largest.Spill(spilled, written, quota);
            }
        }
    }

    private static bool TryReserve(GroupPartition partition)
    {
        lock (partition.Mutex)
            return partition.TryReserve();
    }
}
