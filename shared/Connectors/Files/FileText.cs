using System.Buffers;
using System.IO.Compression;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Text;

namespace DataAggregator.Connectors.Files;

/// <summary>A file opened as UTF-8 text: decompressed, transcoded, its byte order mark skipped. Positions are bytes of that text.</summary>
internal sealed class FileText : IAsyncDisposable
{
    // Enough to tell gzip, an encoding's mark and what an XML declaration says.
    private const int StartBytes = 256;

    private readonly FileStream file;
    private readonly int markLength;
    private long position;

    private FileText(FileStream file, Stream utf8, bool isPlain, int markLength)
    {
        this.file = file;
        Utf8 = utf8;
        IsPlain = isPlain;
        this.markLength = markLength;
    }

    /// <summary>The text.</summary>
    public Stream Utf8 { get; }

    /// <summary>Whether the file's bytes are the text, so that it can be entered anywhere.</summary>
    public bool IsPlain { get; }

    /// <summary>What the file is now.</summary>
    public FileIdentity Identity => FileIdentity.Of(file);

    /// <summary>Opens a file.</summary>
    /// <exception cref="ConnectorException">It is missing, or may not be read.</exception>
    public static async Task<FileText> OpenAsync(string path, FileCompression compression, string encoding, int maxExpansion, CancellationToken cancellationToken)
    {
        var file = FileErrors.Open(path);
        Stream bytes = file;
        try
        {
            var start = new byte[StartBytes];
            var read = await file.ReadAtLeastAsync(start, StartBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            var isGzip = compression == FileCompression.Gzip || (compression == FileCompression.Auto && start is [0x1F, 0x8B, ..]);
            file.Position = 0;
            if (isGzip)
            {
                await using (var peek = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true))
                    read = await peek.ReadAtLeastAsync(start, StartBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                file.Position = 0;
                bytes = new ExpansionLimit(new GZipStream(file, CompressionMode.Decompress), () => file.Position, maxExpansion, () => CheckRest(file));
            }

            var form = TextEncodings.Detect(encoding, start.AsSpan(0, read));
            await bytes.ReadExactlyAsync(start.AsMemory(0, form.MarkLength), cancellationToken).ConfigureAwait(false);
            return new FileText(file, TextEncodings.ToUtf8(bytes, form), !isGzip && form.Encoding is null, form.MarkLength);
        }
        catch (InvalidDataException problem)
        {
            await bytes.DisposeAsync().ConfigureAwait(false);
            throw FileErrors.Damaged(path, problem);
        }
        catch
        {
            await bytes.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Goes on at a position of the text; backwards only in a plain one.</summary>
    public async Task MoveToAsync(long target, CancellationToken cancellationToken)
    {
        if (IsPlain)
        {
            file.Position = markLength + target;
            position = target;
            return;
        }

        var scratch = ArrayPool<byte>.Shared.Rent(64 * 1024);
        while (position < target)
        {
            var read = await Utf8.ReadAsync(scratch.AsMemory(0, (int)Math.Min(scratch.Length, target - position)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            position += read;
        }

        ArrayPool<byte>.Shared.Return(scratch);
    }

    /// <summary>Up to that many bytes from the present position on.</summary>
    public async Task<byte[]> ReadStartAsync(int bytes, CancellationToken cancellationToken)
    {
        // Most files that runs read by the thousand are small: what is kept is as large as what was read.
        var scratch = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            var read = await Utf8.ReadAtLeastAsync(scratch.AsMemory(0, bytes), bytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            position += read;
            return scratch[..read];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <summary>
    /// Checks that the decompressor, which stops without a word at what is not compressed, has read all but zeros, which are padding. What is shorter than its buffer was read, too.
    /// That the file is not cut off is checked by the framework, where <c>System.IO.Compression.UseStrictValidation</c> is set (Directory.Build.props).
    /// </summary>
    private static void CheckRest(FileStream file)
    {
        Span<byte> rest = stackalloc byte[4096];
        while (file.Read(rest) is > 0 and var read)
        {
            if (rest[..read].ContainsAnyExcept((byte)0))
                throw new InvalidDataException("Something follows the compressed data.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Utf8.DisposeAsync();
}
