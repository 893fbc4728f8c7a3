using System.Buffers;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Formats.Excel;

/// <summary>The table of texts that the cells of a workbook refer to by number, in memory up to a limit.</summary>
internal sealed class XlsxSharedTexts
{
    private readonly ArrayBufferWriter<byte> texts = new(1024);
    private readonly List<int> ends = [];

    /// <summary>How many texts there are.</summary>
    public int Count => ends.Count;

    /// <summary>The text of that number.</summary>
    public ReadOnlySpan<byte> this[int number] => texts.WrittenSpan[(number == 0 ? 0 : ends[number - 1])..ends[number]];

    /// <summary>Reads the table.</summary>
    /// <exception cref="ConnectorException">It is larger than allowed (class data).</exception>
    public static async Task<XlsxSharedTexts> ReadAsync(XlsxPart part, int maxBytes, CancellationToken cancellationToken)
    {
        var table = new XlsxSharedTexts();
        var one = new ArrayBufferWriter<byte>(256);
        var (isText, isPhonetic) = (false, false);
        XmlMarkup markup;
        while ((markup = await part.ReadAsync(cancellationToken).ConfigureAwait(false)) != XmlMarkup.End)
        {
            if (markup is XmlMarkup.Text or XmlMarkup.CData)
            {
                if (isText && !isPhonetic)
                    part.CopyText(markup, one);
                continue;
            }

            if (part.Name.SequenceEqual("t"u8))
                isText = markup == XmlMarkup.Start;
            else if (part.Name.SequenceEqual("rPh"u8))
                isPhonetic = markup == XmlMarkup.Start;
            else if (part.Name.SequenceEqual("si"u8) && markup != XmlMarkup.Start)
                table.Add(one, maxBytes);
        }

        return table;
    }

    private void Add(ArrayBufferWriter<byte> text, int maxBytes)
    {
        texts.Write(XlsxText.Decode(text.WrittenSpan));
        ends.Add(texts.WrittenCount);
        text.ResetWrittenCount();
        if (texts.WrittenCount + (ends.Count * (long)sizeof(int)) > maxBytes)
            throw ExcelErrors.TooManyTexts(maxBytes);
    }
}
