using System.Runtime.CompilerServices;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>
/// Gives each distinct key a number, from 0 on in the order they come. Open addressing by the upper half of the hash; the bytes of all keys lie in one
/// array. Its arrays grow by a part, not by doubling, so that little of them is empty.
/// </summary>
internal sealed class KeyTable
{
    private const int FirstSlots = 64;
    private const int MostKeys = 1 << 28;
    private const int MostBytes = 1 << 30;

    // The upper half of the hash, then the key's number plus one; zero is free. Slots are in the order of the hashes, but for those that were taken.
    private ulong[] slots = new ulong[FirstSlots];
    private int[] offsets = new int[(FirstSlots / 2) + 1];
    private byte[] bytes = new byte[512];

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of memory that the table takes.</summary>
    public long SizeInBytes => ((long)slots.Length * sizeof(ulong)) + ((long)offsets.Length * sizeof(int)) + bytes.Length;

    /// <summary>Whether no more should be added, however much memory there is.</summary>
    public bool IsFull => Count >= MostKeys || offsets[Count] >= MostBytes;

    /// <summary>The bytes of a key.</summary>
    public ReadOnlySpan<byte> this[int id] => bytes.AsSpan(offsets[id], offsets[id + 1] - offsets[id]);

    /// <summary>The number of a key, or -1 when it is not there.</summary>
    public int Find(ReadOnlySpan<byte> key, ulong hash)
    {
        var slot = slots[SlotOf(key, hash)];
        return (int)slot - 1;
    }

    /// <summary>The number of a key, which is added when it is not there; a new one is the greatest.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> key, ulong hash)
    {
        var at = SlotOf(key, hash);
        return slots[at] != 0 ? (int)slots[at] - 1 : Add(key, hash, at);
    }

    /// <summary>Forgets all keys, and keeps the memory for others.</summary>
    public void Clear()
    {
        Array.Clear(slots);
        Count = 0;
    }

    /// <summary>The slot of a key, or the free one that it would take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ReadOnlySpan<byte> key, ulong hash)
    {
        var own = slots;
        for (var at = Home(hash, own.Length); ;)
        {
            var slot = own[at];
            if (slot == 0 || ((slot ^ hash) >> 32 == 0 && this[(int)slot - 1].SequenceEqual(key)))
                return at;
            if (++at == own.Length)
                at = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Home(ulong hash, int slots) => (int)((hash >> 32) * (ulong)slots >> 32);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Add(ReadOnlySpan<byte> key, ulong hash, int at)
    {
        var start = offsets[Count];
        if (key.Length > bytes.Length - start)
            Array.Resize(ref bytes, Growth.Of(bytes.Length, start + (long)key.Length));
        key.CopyTo(bytes.AsSpan(start));
        if (Count + 1 == offsets.Length)
            Array.Resize(ref offsets, Growth.Of(offsets.Length, Count + 2L));
        offsets[Count + 1] = start + key.Length;
        slots[at] = (hash >> 32 << 32) | (uint)++Count;
        // Above seven tenths, chains of full slots get long.
        if (Count * 10L > slots.Length * 7L)
            Grow();
        return Count - 1;
    }

    private void Grow()
    {
        var before = slots;
        slots = new ulong[(int)Math.Min(Array.MaxLength, before.Length + ((long)before.Length / 2))];
        // In the order of the hashes, so it passes once through both.
        foreach (var slot in before)
        {
            if (slot == 0)
                continue;
            var at = Home(slot, slots.Length);
            while (slots[at] != 0)
                at = at + 1 == slots.Length ? 0 : at + 1;
            slots[at] = slot;
        }
    }
}
