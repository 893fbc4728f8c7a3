using System.Buffers;

namespace DataAggregator.Formats.Text;

/// <summary>A window on a stream of text: what was read and not yet used stands in one piece. Readable 64 bytes beyond its end.</summary>
internal sealed class TextBuffer(Stream stream, long limit, int size = 256 * 1024) : IDisposable
{
    private const int Padding = 64;

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(size + Padding);
    private long left = limit;

    /// <summary>The array that holds the window.</summary>
    public byte[] Bytes => bytes;

    /// <summary>Where the unused text begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>Whether the stream or the limit has ended, so that nothing comes after <see cref="End"/>.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>The unused text.</summary>
    public ReadOnlySpan<byte> Span => bytes.AsSpan(Start, End - Start);

    /// <summary>Marks text up to a position as used.</summary>
    public void Use(int end) => Start = end;

    /// <summary>Reads on; what is unused moves to the front, and the window grows when it is full of it.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var unused = End - Start;
        if (unused > (bytes.Length - Padding) / 2)
        {
            var larger = ArrayPool<byte>.Shared.Rent((bytes.Length * 2) + Padding);
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }
        else
        {
            Span.CopyTo(bytes);
        }

        (Start, End) = (0, unused);
        while (!IsFinal && End < bytes.Length - Padding)
        {
            var wanted = (int)Math.Min(bytes.Length - Padding - End, left);
            var read = wanted == 0 ? 0 : await stream.ReadAsync(bytes.AsMemory(End, wanted), cancellationToken).ConfigureAwait(false);
            End += read;
            left -= read;
            IsFinal = read == 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }
}
