using System.Text;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Formats.Excel;

/// <summary>What the cells of an old workbook refer to: sheets, texts, styles, the epoch.</summary>
internal sealed class XlsWorkbook
{
    private const int Version = 0x0600;

    private readonly Dictionary<int, ExcelDateFormat> formats = [];
    private readonly List<int> styleFormats = [];

    private XlsWorkbook()
    {
    }

    /// <summary>The worksheets: their names, and where they begin.</summary>
    public List<(string Name, uint Position)> Sheets { get; } = [];

    /// <summary>The texts that cells refer to by number.</summary>
    public List<byte[]> Texts { get; } = [];

    /// <summary>Whether days are counted from 1904.</summary>
    public bool Is1904 { get; private set; }

    /// <summary>Reads what stands before the sheets.</summary>
    /// <exception cref="ConnectorException">It is damaged, encrypted, or older than Excel 97 (class data).</exception>
    public static XlsWorkbook Read(BiffStream stream, int maxSharedBytes)
    {
        if (!stream.Read() || stream.Type != BiffRecord.Bof || stream.UInt16(0) != Version)
            throw new ConnectorException(ErrorClass.Data, "workbook_too_old", "The workbook is of a form older than that of Excel 97, or none.", "Save it as .xlsx.");
        var workbook = new XlsWorkbook();
        while (stream.Read() && stream.Type != BiffRecord.Eof)
            workbook.Take(stream, maxSharedBytes);
        return workbook;
    }

    /// <summary>What a cell of that style shows of a number.</summary>
    public ExcelDateFormat FormatOf(int style)
    {
        if (style >= styleFormats.Count)
            return ExcelDateFormat.None;
        var id = styleFormats[style];
        return formats.TryGetValue(id, out var format) ? format : ExcelFormats.BuiltIn(id);
    }

    private void Take(BiffStream stream, int maxSharedBytes)
    {
        switch (stream.Type)
        {
            case BiffRecord.Encrypted:
                throw ExcelErrors.Encrypted();
            case BiffRecord.Epoch:
                Is1904 = stream.UInt16(0) == 1;
                break;
            case BiffRecord.Style:
                styleFormats.Add(stream.UInt16(2));
                break;
            case BiffRecord.Format:
                formats[stream.UInt16(0)] = ExcelFormats.Of(new BiffTextReader(stream, 2).Read());
                break;
            case BiffRecord.Sheet when stream.Byte(5) == 0:
                Sheets.Add((NameOf(stream), stream.UInt32(0)));
                break;
            case BiffRecord.Texts:
                ReadTexts(stream, maxSharedBytes);
                break;
        }
    }

    private static string NameOf(BiffStream stream)
    {
        var isWide = (stream.Byte(7) & 1) != 0;
        var bytes = stream.Byte(6) * (isWide ? 2 : 1);
        return 8 + bytes <= stream.Data.Length
            ? (isWide ? Encoding.Unicode : Encoding.Latin1).GetString(stream.Data.Slice(8, bytes))
            : throw ExcelErrors.Damaged("a sheet's name is cut off.");
    }

    private void ReadTexts(BiffStream stream, int maxBytes)
    {
        var count = stream.UInt32(4);
        var reader = new BiffTextReader(stream, 8);
        var bytes = 0L;
        for (var i = 0U; i < count; i++)
        {
            Texts.Add(Encoding.UTF8.GetBytes(reader.Read()));
            bytes += Texts[^1].Length + 32;
            if (bytes > maxBytes)
                throw ExcelErrors.TooManyTexts(maxBytes);
        }
    }
}
