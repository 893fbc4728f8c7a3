using System.Buffers.Text;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Formats.Excel;

/// <summary>Which styles of a workbook show dates.</summary>
internal static class XlsxStyles
{
    private const int MaxStyles = 100_000;

    /// <summary>What each cell style shows.</summary>
    public static async Task<List<ExcelDateFormat>> ReadAsync(XlsxPart part, CancellationToken cancellationToken)
    {
        var codes = new Dictionary<int, ExcelDateFormat>();
        var styles = new List<ExcelDateFormat>();
        var isCellStyle = false;
        XmlMarkup markup;
        while ((markup = await part.ReadAsync(cancellationToken).ConfigureAwait(false)) != XmlMarkup.End)
        {
            if (markup is XmlMarkup.Text or XmlMarkup.CData)
                continue;
            if (part.Name.SequenceEqual("cellXfs"u8))
                isCellStyle = markup == XmlMarkup.Start;
            if (markup == XmlMarkup.Close)
                continue;
            var id = Utf8Parser.TryParse(part.Attribute("numFmtId"u8), out int number, out _) ? number : 0;
            if (part.Name.SequenceEqual("numFmt"u8))
                codes[id] = ExcelFormats.Of(part.AttributeText("formatCode"u8) ?? "");
            else if (isCellStyle && part.Name.SequenceEqual("xf"u8))
                styles.Add(codes.TryGetValue(id, out var format) ? format : ExcelFormats.BuiltIn(id));
            if (styles.Count + codes.Count > MaxStyles)
                throw ExcelErrors.Damaged($"it has more than {MaxStyles} styles.");
        }

        return styles;
    }
}
