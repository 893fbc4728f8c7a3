using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Connectors.Files;

/// <summary>How an existing file is gone on with.</summary>
/// <param name="Length">Its bytes that stay: without the bracket that closes a JSON array or the end of an XML document.</param>
/// <param name="HasRecords">Whether it holds a record.</param>
/// <param name="Columns">The columns of a CSV file that names them.</param>
internal sealed record FileContinuation(long Length, bool HasRecords, IReadOnlyList<string>? Columns)
{
    private const int TailBytes = 64 * 1024;

    /// <summary>How the file at that path is gone on with; null when there is none, or nothing in it.</summary>
    /// <exception cref="ConnectorException">It is not what could be gone on with.</exception>
    public static async Task<FileContinuation?> OfAsync(string path, FileFormat format, CsvDialect dialect, XmlOptions xml, bool isGzip, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            return null;
        if (isGzip && format is FileFormat.Json or FileFormat.Xml)
            throw Refused(path, "the end of a compressed JSON array or XML document cannot be cut off");
        IReadOnlyList<string>? columns = null;
        await using (var text = await FileText.OpenAsync(path, isGzip ? FileCompression.Gzip : FileCompression.None, "auto", new FileLimits().MaxExpansion, cancellationToken).ConfigureAwait(false))
        {
            if (!isGzip && !text.IsPlain)
                throw Refused(path, "it is not UTF-8");
            if (format == FileFormat.Csv && dialect.Header)
                columns = (await FilePlanner.ReadHeaderAsync(text, path, dialect, null, new FileLimits().MaxRecordBytes, cancellationToken).ConfigureAwait(false)).Names;
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        if (isGzip)
            return new FileContinuation(file.Length, true, columns);
        return format switch
        {
            FileFormat.Json => await OfArrayAsync(file, path, cancellationToken).ConfigureAwait(false),
            FileFormat.Xml => await OfDocumentAsync(file, path, xml, cancellationToken).ConfigureAwait(false),
            _ => await OfLinesAsync(file, columns, cancellationToken).ConfigureAwait(false),
        };
    }

    private static async Task<FileContinuation> OfLinesAsync(FileStream file, IReadOnlyList<string>? columns, CancellationToken cancellationToken)
    {
        var last = new byte[1];
        file.Position = file.Length - 1;
        await file.ReadExactlyAsync(last, cancellationToken).ConfigureAwait(false);
        if (last[0] != '\n')
            await file.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        return new FileContinuation(file.Length, true, columns);
    }

    private static async Task<FileContinuation> OfArrayAsync(FileStream file, string path, CancellationToken cancellationToken)
    {
        var (tail, start) = await ReadTailAsync(file, cancellationToken).ConfigureAwait(false);
        var text = tail.AsSpan().TrimEnd(" \t\r\n"u8);
        if (text is not [.., (byte)']'])
            throw Refused(path, "it does not end like a JSON array");
        text = text[..^1].TrimEnd(" \t\r\n"u8);
        return new FileContinuation(start + text.Length, text is not [.., (byte)'['], null);
    }

    private static async Task<FileContinuation> OfDocumentAsync(FileStream file, string path, XmlOptions xml, CancellationToken cancellationToken)
    {
        var head = new byte[(int)Math.Min(TailBytes, file.Length)];
        await file.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
        var (tail, start) = await ReadTailAsync(file, cancellationToken).ConfigureAwait(false);
        var closing = Encoding.UTF8.GetBytes($"</{xml.RootElement}>");
        var text = tail.AsSpan().TrimEnd(" \t\r\n"u8);
        if (!text.EndsWith(closing))
            throw Refused(path, $"it does not end with </{xml.RootElement}>");
        if (head.AsSpan().IndexOf("xmlns:xsi="u8) < 0)
            throw Refused(path, "its root element does not declare xmlns:xsi, which nulls are written by");
        return new FileContinuation(start + text.Length - closing.Length, true, null);
    }

    private static async Task<(byte[] Tail, long Start)> ReadTailAsync(FileStream file, CancellationToken cancellationToken)
    {
        var tail = new byte[(int)Math.Min(TailBytes, file.Length)];
        file.Position = file.Length - tail.Length;
        await file.ReadExactlyAsync(tail, cancellationToken).ConfigureAwait(false);
        return (tail, file.Length - tail.Length);
    }

    private static ConnectorException Refused(string path, string reason) =>
        new(ErrorClass.Settings, "cannot_append", $"'{path}' cannot be added to: {reason}.", "Use write_mode: replace, another file, or ndjson.");
}
