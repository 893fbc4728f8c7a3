namespace DataAggregator.Transformations.Aggregations;

/// <summary>Reads states as they were written.</summary>
internal static class StateBytes
{
    /// <summary>A number that <see cref="Engine.Exchanges.KeyBuffer.WriteShort"/> wrote; <paramref name="state"/> then begins after it.</summary>
    public static long ReadShort(scoped ref ReadOnlySpan<byte> state)
    {
        var value = 0UL;
        for (var (at, shift) = (0, 0); ; at++, shift += 7)
        {
            value |= (ulong)(state[at] & 0x7F) << shift;
            if (state[at] > 0x7F)
                continue;
            state = state[(at + 1)..];
            return (long)value;
        }
    }

    /// <summary>That many bytes; <paramref name="state"/> then begins after them.</summary>
    public static ReadOnlySpan<byte> ReadBytes(scoped ref ReadOnlySpan<byte> state, int count)
    {
        var bytes = state[..count];
        state = state[count..];
        return bytes;
    }
}
