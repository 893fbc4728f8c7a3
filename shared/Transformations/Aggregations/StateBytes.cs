using System.Buffers.Binary;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Reads states as they were written.</summary>
internal static class StateBytes
{
    /// <summary>A number; <paramref name="state"/> then begins after it.</summary>
    public static long ReadInt64(ref ReadOnlySpan<byte> state)
    {
        var value = BinaryPrimitives.ReadInt64BigEndian(state);
        state = state[sizeof(long)..];
        return value;
    }

    /// <summary>That many bytes; <paramref name="state"/> then begins after them.</summary>
    public static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> state, int count)
    {
        var bytes = state[..count];
        state = state[count..];
        return bytes;
    }
}
