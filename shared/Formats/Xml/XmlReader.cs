using System.Runtime.CompilerServices;
using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Xml;

/// <summary>
/// Reads records from XML in UTF-8, from its beginning or from a position between two records. It never holds more than a batch and the
/// longest record. Namespaces are prefixes (<see cref="XmlOptions.NamespacePrefixes"/>); DTDs are refused, so that no entity can be
/// defined. A broken record is rejected, and the next one read; what is broken around the records ends the reading.
/// </summary>
/// <param name="layout">Where the records stand.</param>
/// <param name="xml">How they are to be understood.</param>
/// <param name="options">What to make of them.</param>
public sealed class XmlReader(XmlLayout layout, XmlOptions xml, ReadOptions options)
{
    private readonly XmlRecords records = new(xml, options);
    private readonly byte[] recordElement = Encoding.UTF8.GetBytes(layout.RecordElement);
    private byte[] skipped = [];
    private int depth = options.Depth;
    private long line = options.Line;

    /// <summary>Reads the records.</summary>
    /// <exception cref="ConnectorException">The document has a DTD, is damaged around the records, or ends too early (class data).</exception>
    public async IAsyncEnumerable<SourceBatch> ReadAsync(Stream utf8, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new TextBuffer(utf8, options.End - options.Offset);
        var offset = options.Offset;
        var batchOffset = offset;
        await text.FillAsync(cancellationToken).ConfigureAwait(false);
        while (text.Start < text.End || !text.IsFinal)
        {
            var start = text.Start;
            var isStuck = !TryNext(text);
            offset += text.Start - start;
            line += text.Bytes.AsSpan(start, text.Start - start).Count((byte)'\n');
            if (isStuck)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (text.End - text.Start > options.MaxRecordBytes)
                    throw XmlErrors.Broken("invalid_xml", line, $"a comment, tag or text around the records is longer than {options.MaxRecordBytes} bytes.");
                await text.FillAsync(cancellationToken).ConfigureAwait(false);
            }

            // Within a record that was rejected as too long, nobody could go on.
            if (!records.IsFull || skipped.Length > 0)
                continue;
            yield return records.Build(new ReadPosition(offset, line, depth), offset - batchOffset);
            batchOffset = offset;
        }

        if (depth > 0)
            throw XmlErrors.Broken("truncated_xml", line, "the document ends before its last element is closed.");
        if (!records.IsEmpty)
            yield return records.Build(new ReadPosition(offset, line, depth), offset - batchOffset);
    }

    /// <summary>Takes the next record, or what stands around the records.</summary>
    /// <returns>False when more text is needed for that.</returns>
    private bool TryNext(TextBuffer text)
    {
        if (skipped.Length > 0)
            return TrySkip(text);
        var scanner = new XmlScanner(text.Span, text.IsFinal);
        switch (scanner.Read())
        {
            case XmlMarkup.Incomplete:
                return false;
            case XmlMarkup.Malformed:
                throw XmlErrors.Broken("invalid_xml", line, scanner.Problem);
            case XmlMarkup.Doctype:
                throw XmlErrors.Doctype(line);
            case XmlMarkup.Text when depth == 0 && scanner.Content.IndexOfAnyExcept(" \t\r\n"u8) >= 0:
                throw XmlErrors.Broken("invalid_xml", line, "text stands outside the root element.");
            case XmlMarkup.Start or XmlMarkup.Empty when layout.Matches(scanner.Name, recordElement, depth):
                return TryReadRecord(text);
            case XmlMarkup.Start:
                depth++;
                break;
            case XmlMarkup.Close when --depth < 0:
                throw XmlErrors.Broken("invalid_xml", line, "an end tag has no start tag.");
        }

        text.Use(text.Start + scanner.Position);
        return true;
    }

    private bool TryReadRecord(TextBuffer text)
    {
        var used = records.Read(text.Span, text.IsFinal, line, out var isSkipping);
        if (isSkipping && used > 0)
            skipped = XmlScanner.NameOf(text.Span[1..]).ToArray();
        text.Use(text.Start + used);
        return used > 0;
    }

    private bool TrySkip(TextBuffer text)
    {
        var end = XmlRecords.EndOf(text.Span, skipped, text.IsFinal);
        var used = end >= 0 ? end : text.IsFinal ? text.Span.Length : Math.Max(text.Span.Length - skipped.Length - 3, 0);
        if (end >= 0)
            skipped = [];
        text.Use(text.Start + used);
        return used > 0 || end == 0;
    }
}
