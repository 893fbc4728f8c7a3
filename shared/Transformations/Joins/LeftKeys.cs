using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Joins;

/// <summary>The keys of records at hand and where these stand, for each partition in the order in which they came, in blocks of a spill file. For one worker.</summary>
internal sealed class LeftKeys(SpilledBlocks spilled, int blockBytes)
{
    private readonly Partition[] partitions = [.. Enumerable.Range(0, KeyPartition.Count).Select(_ => new Partition())];

    /// <summary>Adds a record; its sequence is greater than that of the one before.</summary>
    public void Add(int partition, ReadOnlySpan<byte> key, long sequence)
    {
        var own = partitions[partition];
        own.Buffer.WriteShort(sequence - own.Before);
        own.Buffer.WriteShort(key.Length);
        own.Buffer.Write(key);
        own.Before = sequence;
        if (own.Buffer.Length >= blockBytes)
            Flush(own);
    }

    /// <summary>Writes what is held; no record follows.</summary>
    public void Complete()
    {
        foreach (var partition in partitions)
        {
            if (partition.Buffer.Length > 0)
                Flush(partition);
            partition.Buffer = new KeyBuffer();
        }
    }

    /// <summary>The records of a partition, before the first of them.</summary>
    public LeftKeyCursor Open(int partition) => new(spilled, partitions[partition].Blocks);

    private void Flush(Partition partition)
    {
        partition.Blocks.Add(spilled.Write(partition.Buffer.Written));
        partition.Buffer.Clear();
        partition.Before = 0;
    }

    private sealed class Partition
    {
        public KeyBuffer Buffer { get; set; } = new();

        public List<SpilledBlocks.Block> Blocks { get; } = [];

        public long Before { get; set; }
    }
}
