using System.Buffers.Binary;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>The first eight bytes of a key as a number: it decides most comparisons without a look at the key.</summary>
internal static class KeyPrefix
{
    /// <summary>Compares as the first eight bytes do; of keys with the same one, the keys decide.</summary>
    public static ulong Of(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(key);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        key.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }
}
