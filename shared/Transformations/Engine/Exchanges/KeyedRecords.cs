using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>The records of a batch with their keys, in the order of the partitions that they belong to; for one worker, used again for each batch.</summary>
/// <param name="keyFields">How many fields the key has.</param>
internal sealed class KeyedRecords(int keyFields)
{
    private readonly KeyEncoder encoder = new(new KeyOrder[keyFields]);
    private readonly EncodedKeys keys = new();
    private readonly int[] ends = new int[KeyPartition.Count + 1];
    private ulong[] hashes = [];
    private int[] places = [];
    private int[] rows = [];
    private long[] sequences = [];
    private int[] groups = [];

    /// <summary>How many there are.</summary>
    public int Count => keys.Count;

    /// <summary>Their rows, in the order of their partitions.</summary>
    public ReadOnlySpan<int> Rows => rows.AsSpan(0, Count);

    /// <summary>Their places in the run, in the same order.</summary>
    public ReadOnlySpan<long> Sequences => sequences.AsSpan(0, Count);

    /// <summary>Gets the group of each, in the same order.</summary>
    public Span<int> Groups => groups.AsSpan(0, Count);

    /// <summary>Takes a batch's records, all as one partition.</summary>
    /// <param name="columns">Their key columns.</param>
    /// <param name="taken">Their rows.</param>
    /// <param name="first">The sequence of the first; the others follow.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    public void Take(ReadOnlySpan<Column> columns, ReadOnlySpan<int> taken, long first, Scratch scratch)
    {
        if (rows.Length < taken.Length)
            (hashes, places, rows, sequences, groups) = (new ulong[taken.Length], new int[taken.Length], new int[taken.Length], new long[taken.Length], new int[taken.Length]);
        encoder.Encode(columns, taken, keys, scratch);
        for (var i = 0; i < taken.Length; i++)
        {
            hashes[i] = KeyHash.Of(keys[i]);
            (places[i], rows[i], sequences[i]) = (i, taken[i], first + i);
        }
    }

    /// <summary>Puts them into the order of their partitions; within one they keep their order.</summary>
    public void Partition(ReadOnlySpan<int> taken, long first)
    {
        Array.Clear(ends);
        for (var i = 0; i < Count; i++)
            ends[KeyPartition.Of(hashes[i], 0) + 1]++;
        for (var i = 1; i < ends.Length; i++)
            ends[i] += ends[i - 1];
        for (var i = 0; i < Count; i++)
        {
            var at = ends[KeyPartition.Of(hashes[i], 0)]++;
            (places[at], rows[at], sequences[at]) = (i, taken[i], first + i);
        }
    }

    /// <summary>Where the records of a partition stand.</summary>
    public Range Of(int partition) => (partition == 0 ? 0 : ends[partition - 1])..ends[partition];

    /// <summary>The key of a record.</summary>
    public ReadOnlySpan<byte> KeyAt(int at) => keys[places[at]];

    /// <summary>Whether one of its key's values is null or absent.</summary>
    public bool HasNull(int at) => keys.HasNull(places[at]);

    /// <summary>The hash of its key.</summary>
    public ulong HashAt(int at) => hashes[places[at]];
}
