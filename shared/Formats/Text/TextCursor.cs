using System.Buffers;
using System.Runtime.CompilerServices;

namespace DataAggregator.Formats.Text;

/// <summary>Writes many small pieces of text to a buffer, asking it for room only now and then. <see cref="Finish"/> hands over what was written.</summary>
internal ref struct TextCursor(IBufferWriter<byte> output)
{
    private const int Chunk = 32 * 1024;

    private Span<byte> free = output.GetSpan(Chunk);
    private int written;

    /// <summary>Room for at least <paramref name="bytes"/> bytes; what is used of it is then told to <see cref="Advance"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Room(int bytes)
    {
        if (free.Length - written < bytes)
            Renew(bytes);
        return free[written..];
    }

    /// <summary>Keeps that many bytes of the room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int bytes) => written += bytes;

    /// <summary>Writes one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte value)
    {
        if (free.Length == written)
            Renew(1);
        free[written++] = value;
    }

    /// <summary>Writes bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        written += text.Length;
    }

    /// <summary>Hands over what was written.</summary>
    public void Finish()
    {
        output.Advance(written);
        free = [];
        written = 0;
    }

    private void Renew(int bytes)
    {
        output.Advance(written);
        written = 0;
        free = output.GetSpan(Math.Max(bytes, Chunk));
    }
}
