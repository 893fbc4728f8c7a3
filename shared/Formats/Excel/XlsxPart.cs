using System.Buffers;
using System.IO.Compression;
using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Text;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Formats.Excel;

/// <summary>One XML file of a workbook, read piece by piece.</summary>
internal sealed class XlsxPart : IDisposable
{
    private readonly Stream stream;
    private readonly TextBuffer text;
    private readonly int maxPieceBytes;
    private int contentStart;
    private int contentLength;

    private XlsxPart(Stream stream, int maxPieceBytes)
    {
        this.stream = stream;
        this.maxPieceBytes = maxPieceBytes;
        text = new TextBuffer(stream, long.MaxValue, 64 * 1024);
    }

    /// <summary>The characters, or the tag without its brackets.</summary>
    public ReadOnlySpan<byte> Content => text.Bytes.AsSpan(contentStart, contentLength);

    /// <summary>The name of the tag, without its prefix.</summary>
    public ReadOnlySpan<byte> Name
    {
        get
        {
            var name = XmlScanner.NameOf(Content);
            return name[(name.IndexOf((byte)':') + 1)..];
        }
    }

    /// <summary>Opens a part.</summary>
    public static XlsxPart Open(ZipArchiveEntry entry, ReadOptions options)
    {
        try
        {
            var bytes = new ExpansionLimit(entry.Open(), () => Math.Max(entry.CompressedLength, 1), options.MaxExpansion);
            return new XlsxPart(bytes, options.MaxRecordBytes);
        }
        catch (Exception problem) when (problem is InvalidDataException or NotSupportedException or IOException)
        {
            throw ExcelErrors.Damaged(problem.Message, problem);
        }
    }

    /// <summary>Reads the next tag or characters.</summary>
    /// <exception cref="ConnectorException">The part is damaged, or blows up (class data).</exception>
    public async ValueTask<XmlMarkup> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var markup = Scan();
            if (markup == XmlMarkup.Incomplete)
                await FillAsync(cancellationToken).ConfigureAwait(false);
            else if (markup != XmlMarkup.Skipped)
                return markup;
        }
    }

    /// <summary>The value of the tag's attribute, whatever its prefix; empty when there is none.</summary>
    public ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> name)
    {
        var rest = Content[XmlScanner.NameOf(Content).Length..];
        while (rest.IndexOf((byte)'=') is > 0 and var equals)
        {
            var key = rest[..equals].Trim(" \t\r\n"u8);
            var value = rest[(equals + 1)..].TrimStart(" \t\r\n"u8);
            var end = value.Length < 2 ? -1 : value[1..].IndexOf(value[0]);
            if (end < 0)
                break;
            if (key[(key.IndexOf((byte)':') + 1)..].SequenceEqual(name))
                return value.Slice(1, end);
            rest = value[(end + 2)..];
        }

        return [];
    }

    /// <summary>The value of an attribute as text; null when there is none.</summary>
    public string? AttributeText(ReadOnlySpan<byte> name)
    {
        var value = Attribute(name);
        if (value.IsEmpty)
            return null;
        var resolved = new ArrayBufferWriter<byte>(value.Length);
        XmlText.Resolve(value, isAttribute: true, resolved);
        return Encoding.UTF8.GetString(resolved.WrittenSpan);
    }

    /// <summary>Adds the characters at hand to a text.</summary>
    public void CopyText(XmlMarkup markup, ArrayBufferWriter<byte> target)
    {
        var fault = markup == XmlMarkup.CData ? XmlText.Copy(Content, target) : XmlText.Resolve(Content, isAttribute: false, target);
        if (fault is not null)
            throw ExcelErrors.Damaged(fault.Message);
        if (target.WrittenCount > maxPieceBytes)
            throw ExcelErrors.Damaged($"a cell is longer than {maxPieceBytes} bytes.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        text.Dispose();
        stream.Dispose();
    }

    private XmlMarkup Scan()
    {
        var scanner = new XmlScanner(text.Span, text.IsFinal);
        var markup = scanner.Read();
        if (markup is XmlMarkup.Malformed or XmlMarkup.Doctype)
            throw ExcelErrors.Damaged(markup == XmlMarkup.Doctype ? "it has a DOCTYPE." : scanner.Problem);
        (contentStart, contentLength) = (text.Start + scanner.ContentStart, scanner.Content.Length);
        if (markup != XmlMarkup.Incomplete)
            text.Use(text.Start + scanner.Position);
        return markup;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (text.End - text.Start > maxPieceBytes)
            throw ExcelErrors.Damaged($"a piece of it is longer than {maxPieceBytes} bytes.");
        try
        {
            await text.FillAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException problem)
        {
            throw ExcelErrors.Damaged("one of its parts is cut off or damaged.", problem);
        }
    }
}
