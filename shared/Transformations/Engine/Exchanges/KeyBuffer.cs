using System.Buffers.Binary;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Bytes of encoded values, one after the other, in an array that grows and is used again.</summary>
internal sealed class KeyBuffer
{
    private byte[] bytes = new byte[1024];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>What was written, to be changed in place.</summary>
    public Span<byte> From(int start) => bytes.AsSpan(start, Length - start);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Writes these bytes in the place of what was written.</summary>
    public void Set(ReadOnlySpan<byte> value)
    {
        Clear();
        Write(value);
    }

    /// <summary>That many bytes to be filled.</summary>
    public Span<byte> Take(int count)
    {
        if (count > bytes.Length - Length)
            Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(Length + (long)count, bytes.Length * 2L)));
        var taken = bytes.AsSpan(Length, count);
        Length += count;
        return taken;
    }

    /// <summary>Writes one byte.</summary>
    public void Write(byte value) => Take(1)[0] = value;

    /// <summary>Writes a number so that the bytes of positive ones compare as the numbers do.</summary>
    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    /// <summary>Writes a number in as few bytes as it needs, seven bits a byte.</summary>
    public void WriteShort(long value)
    {
        var rest = (ulong)value;
        for (; rest > 0x7F; rest >>= 7)
            Write((byte)(rest | 0x80));
        Write((byte)rest);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Writes bytes so that nothing that follows can change how they compare: a zero is escaped, and a mark ends them.</summary>
    public void WriteEnded(ReadOnlySpan<byte> value)
    {
        for (var zero = value.IndexOf((byte)0); zero >= 0; zero = value.IndexOf((byte)0))
        {
            Write(value[..zero]);
            Write([0, 0xFF]);
            value = value[(zero + 1)..];
        }

        Write(value);
        Write([0, 1]);
    }
}
