using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Joins;

/// <summary>The other source of a join in partitions by the hash of its keys. Above the memory that it may take, whole partitions go to disk, the largest first.</summary>
internal sealed class StoredPartitions : IDisposable
{
    private const long LeastBlock = 16 << 10;
    private const long MostBlock = 256 << 10;

    private readonly int level;
    private readonly MemoryBudget budget;
    private readonly Reservation memory;
    private readonly StoredRecords[] partitions;
    private readonly BatchBytes written = new();

    /// <summary>No records yet.</summary>
    /// <param name="fields">What is kept of its records.</param>
    /// <param name="resources">Budget and spill store.</param>
    /// <param name="level">How often the records were cut into partitions before.</param>
    public StoredPartitions(MatchFields fields, TransformationResources resources, int level = 0)
    {
        this.level = level;
        budget = resources.Memory;
        memory = new Reservation(budget);
        Spilled = new SpilledBlocks(resources.Spill);
        // What all partitions on disk gather takes no more than half of the budget.
        var block = Math.Clamp(budget.Bytes / (2 * KeyPartition.Count), LeastBlock, MostBlock);
        partitions = [.. Enumerable.Range(0, KeyPartition.Count).Select(_ => new StoredRecords(fields, Spilled, block))];
        WithoutKey = new StoredRecords(fields, Spilled, block);
        WithoutKey.Spill(written);
    }

    /// <summary>The partitions.</summary>
    public IReadOnlyList<StoredRecords> Partitions => partitions;

    /// <summary>Records with a null in their key, which nothing matches; always on disk.</summary>
    public StoredRecords WithoutKey { get; }

    /// <summary>The file of what is on disk.</summary>
    public SpilledBlocks Spilled { get; }

    /// <summary>Adds a record to its partition.</summary>
    public void Add(ReadOnlySpan<byte> key, ulong hash, long sequence, ReadOnlySpan<Column> source, int row) =>
        partitions[KeyPartition.Of(hash, level)].Add(key, sequence, source, row);

    /// <summary>Adds records that were stored before. The caller keeps, and disposes, the batch.</summary>
    public void Add(RecordBatch stored)
    {
        var (keys, sequences) = (MatchFields.Keys(stored), MatchFields.Sequences(stored));
        var values = MatchFields.Values(stored);
        for (var row = 0; row < stored.RowCount; row++)
            Add(keys[row], KeyHash.Of(keys[row]), sequences.Values[row], values, row);
    }

    /// <summary>Puts partitions on disk until the others take no more than that; called now and then.</summary>
    public void Settle(long most)
    {
        foreach (var partition in partitions)
            partition.Settle(written);
        WithoutKey.Settle(written);
        while (partitions.Where(partition => !partition.IsSpilled).MaxBy(partition => partition.SizeInBytes) is { SizeInBytes: > 0 } largest)
        {
            var held = partitions.Where(partition => !partition.IsSpilled).Sum(partition => partition.SizeInBytes);
            if (held <= most && memory.TryResize(held))
                return;
            largest.Spill(written);
        }

        memory.TryResize(0);
    }

    /// <summary>Ends it: no record follows. Where some are on disk, the others may take less, for what is joined next needs memory too.</summary>
    public void Complete()
    {
        Settle(partitions.Any(partition => partition.IsSpilled) ? budget.Bytes / 4 : budget.Bytes / 2);
        WithoutKey.Flush(written);
        foreach (var partition in partitions)
            partition.Flush(written);
    }

    /// <summary>Gives the memory back that is counted for partitions in memory, when these are made into tables.</summary>
    public void Release() => memory.TryResize(0);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var partition in partitions)
            partition.Dispose();
        memory.Dispose();
        Spilled.Dispose();
    }
}
