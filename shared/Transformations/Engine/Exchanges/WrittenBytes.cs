namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Reads what <see cref="KeyBuffer"/> wrote.</summary>
internal static class WrittenBytes
{
    /// <summary>A number that <see cref="KeyBuffer.WriteShort"/> wrote; <paramref name="written"/> then begins after it.</summary>
    public static long ReadShort(scoped ref ReadOnlySpan<byte> written)
    {
        var value = 0UL;
        for (var (at, shift) = (0, 0); ; at++, shift += 7)
        {
            value |= (ulong)(written[at] & 0x7F) << shift;
            if (written[at] > 0x7F)
                continue;
            written = written[(at + 1)..];
            return (long)value;
        }
    }

    /// <summary>That many bytes; <paramref name="written"/> then begins after them.</summary>
    public static ReadOnlySpan<byte> ReadBytes(scoped ref ReadOnlySpan<byte> written, int count)
    {
        var bytes = written[..count];
        written = written[count..];
        return bytes;
    }
}
