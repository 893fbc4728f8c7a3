using DataAggregator.Core.Connectors;

namespace DataAggregator.Formats.Text;

/// <summary>Passes decompressed bytes on for as long as they are not out of all proportion to the compressed ones: what a few kilobytes blow up to gigabytes is a bomb.</summary>
/// <param name="expanded">The decompressed bytes; owned.</param>
/// <param name="compressedBytes">How many compressed bytes were taken so far, or are there in all.</param>
/// <param name="maxExpansion">The most bytes for one compressed byte (<see cref="ReadOptions.MaxExpansion"/>).</param>
/// <param name="atEnd">Called when all was decompressed; may throw what a read may.</param>
public sealed class ExpansionLimit(Stream expanded, Func<long> compressedBytes, int maxExpansion, Action? atEnd = null) : Stream
{
    private const long FreeBytes = 64 << 20;

    private long passed;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => passed; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    /// <exception cref="ConnectorException">Too much came out (class data).</exception>
    public override int Read(byte[] buffer, int offset, int count) => Pass(expanded.Read(buffer, offset, count), count);

    /// <inheritdoc/>
    /// <exception cref="ConnectorException">Too much came out (class data).</exception>
    public override int Read(Span<byte> buffer) => Pass(expanded.Read(buffer), buffer.Length);

    /// <inheritdoc/>
    /// <exception cref="ConnectorException">Too much came out (class data).</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Pass(await expanded.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await expanded.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            expanded.Dispose();
        base.Dispose(disposing);
    }

    private int Pass(int read, int wanted)
    {
        if (read == 0 && wanted > 0)
            atEnd?.Invoke();
        passed += read;
        if (passed <= FreeBytes || passed / maxExpansion <= compressedBytes())
            return read;
        throw new ConnectorException(
            ErrorClass.Data, "expands_too_much", $"What is compressed grows to more than {maxExpansion} times its size, as an attack would.", "If it is genuine, raise limits.max_expansion or decompress it before it is read.");
    }
}
