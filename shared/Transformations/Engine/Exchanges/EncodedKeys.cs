using System.Buffers.Binary;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>The keys of one batch after the other, in buffers that are used again; made by <see cref="KeyEncoder"/>.</summary>
internal sealed class EncodedKeys
{
    private int[] ends = new int[1];
    private bool[] nulls = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of all keys, one after the other.</summary>
    public KeyBuffer Buffer { get; } = new();

    /// <summary>Where each key begins, and after them where the last one ends.</summary>
    public ReadOnlySpan<int> Offsets => ends.AsSpan(0, Count + 1);

    /// <summary>The bytes of a key.</summary>
    public ReadOnlySpan<byte> this[int index] => Buffer.Written[ends[index]..ends[index + 1]];

    /// <summary>Whether one of the key's values is null or absent.</summary>
    public bool HasNull(int index) => nulls[index];

    /// <summary>The number that the keys of a run end with, when they were encoded with one.</summary>
    public static long SequenceOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt64BigEndian(key[^sizeof(long)..]);

    /// <summary>Forgets all keys and makes room for others.</summary>
    public void Clear(int capacity)
    {
        if (ends.Length <= capacity)
            (ends, nulls) = (new int[capacity + 1], new bool[capacity]);
        Buffer.Clear();
        Count = 0;
    }

    /// <summary>Makes all bytes written since the last key a key.</summary>
    public void End(bool hasNull)
    {
        nulls[Count] = hasNull;
        ends[++Count] = Buffer.Length;
    }
}
