using System.Text;

namespace DataAggregator.Transformations.Fields;

/// <summary>Buffers that one chain uses again for every value, so that none is allocated a record. What a call returns is valid until the next call.</summary>
internal sealed class Scratch
{
    private byte[] bytes = new byte[256];
    private char[] chars = new char[256];

    /// <summary>At least that many bytes.</summary>
    public Span<byte> Bytes(int length)
    {
        if (bytes.Length < length)
            bytes = new byte[Math.Max(length, bytes.Length * 2)];
        return bytes;
    }

    /// <summary>The text as UTF-16.</summary>
    public Span<char> Decode(ReadOnlySpan<byte> utf8)
    {
        if (chars.Length < utf8.Length)
            chars = new char[Math.Max(utf8.Length, chars.Length * 2)];
        return chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, chars));
    }
}
