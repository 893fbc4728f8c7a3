using System.Runtime.CompilerServices;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Gives each distinct key a number, from 0 on in the order they come. Open addressing; the bytes of all keys lie in one array.</summary>
internal sealed class KeyTable
{
    private const int FirstSlots = 1024;
    private const int MostKeys = 1 << 28;
    private const int MostBytes = 1 << 30;

    // The upper half of the hash, then the key's number plus one; zero is free.
    private ulong[] slots = new ulong[FirstSlots];
    private ulong[] hashes = new ulong[FirstSlots / 2];
    private int[] offsets = new int[(FirstSlots / 2) + 1];
    private byte[] bytes = new byte[4096];

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of memory that the table takes.</summary>
    public long SizeInBytes => ((long)(slots.Length + hashes.Length) * sizeof(ulong)) + ((long)offsets.Length * sizeof(int)) + bytes.Length;

    /// <summary>Whether no more should be added, however much memory there is.</summary>
    public bool IsFull => Count >= MostKeys || offsets[Count] >= MostBytes;

    /// <summary>The bytes of a key.</summary>
    public ReadOnlySpan<byte> this[int id] => bytes.AsSpan(offsets[id], offsets[id + 1] - offsets[id]);

    /// <summary>The hash of a key.</summary>
    public ulong HashOf(int id) => hashes[id];

    /// <summary>The number of a key, or -1 when it is not there.</summary>
    public int Find(ReadOnlySpan<byte> key, ulong hash)
    {
        var mask = slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            var slot = slots[at];
            if (slot == 0)
                return -1;
            if ((slot ^ hash) >> 32 == 0 && this[(int)slot - 1].SequenceEqual(key))
                return (int)slot - 1;
        }
    }

    /// <summary>The number of a key, which is added when it is not there; a new one is the greatest.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> key, ulong hash)
    {
        var mask = slots.Length - 1;
        var at = (int)hash & mask;
        for (; slots[at] != 0; at = (at + 1) & mask)
        {
            var slot = slots[at];
            if ((slot ^ hash) >> 32 == 0 && this[(int)slot - 1].SequenceEqual(key))
                return (int)slot - 1;
        }

        return Add(key, hash, at);
    }

    /// <summary>The numbers of all keys in the order of their hashes, and of their bytes where those are the same.</summary>
    public int[] InOrderOfHashes()
    {
        var sorted = hashes.AsSpan(0, Count).ToArray();
        var ids = Enumerable.Range(0, Count).ToArray();
        Array.Sort(sorted, ids);
        for (int start = 0, end; start < Count; start = end)
        {
            for (end = start + 1; end < Count && sorted[end] == sorted[start];)
                end++;
            if (end - start > 1)
                ids.AsSpan(start, end - start).Sort((left, right) => this[left].SequenceCompareTo(this[right]));
        }

        return ids;
    }

    /// <summary>Forgets all keys, and keeps the memory for others.</summary>
    public void Clear()
    {
        Array.Clear(slots);
        Count = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Add(ReadOnlySpan<byte> key, ulong hash, int at)
    {
        var start = offsets[Count];
        if (key.Length > bytes.Length - start)
            Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(start + (long)key.Length, bytes.Length * 2L)));
        key.CopyTo(bytes.AsSpan(start));
        if (Count == hashes.Length)
        {
            Array.Resize(ref hashes, Count * 2);
            Array.Resize(ref offsets, (Count * 2) + 1);
        }

        hashes[Count] = hash;
        offsets[Count + 1] = start + key.Length;
        slots[at] = (hash >> 32 << 32) | (uint)++Count;
        // Above two thirds, chains of full slots get long.
        if (Count * 3L > slots.Length * 2L)
            Grow();
        return Count - 1;
    }

    private void Grow()
    {
        slots = new ulong[slots.Length * 2];
        var mask = slots.Length - 1;
        for (var id = 0; id < Count; id++)
        {
            var at = (int)hashes[id] & mask;
            while (slots[at] != 0)
                at = (at + 1) & mask;
            slots[at] = (hashes[id] >> 32 << 32) | (uint)(id + 1);
        }
    }
}
