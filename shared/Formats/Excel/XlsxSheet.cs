using System.Buffers;
using System.Buffers.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Text;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Formats.Excel;

/// <summary>A sheet of a workbook in Office Open XML, row by row from the archive.</summary>
internal sealed class XlsxSheet : ISheetRows
{
    private readonly XlsxPackage package;
    private readonly XlsxPart part;
    private readonly XlsxSharedTexts texts;
    private readonly List<ExcelDateFormat> styles;
    private readonly bool is1904;
    private readonly ArrayBufferWriter<byte> value = new(256);
    private int number;

    private XlsxSheet(XlsxPackage package, XlsxPart part, XlsxSharedTexts texts, List<ExcelDateFormat> styles, bool is1904)
    {
        this.package = package;
        this.part = part;
        this.texts = texts;
        this.styles = styles;
        this.is1904 = is1904;
    }

    /// <summary>Opens a sheet.</summary>
    /// <param name="workbook">The workbook; stays open.</param>
    /// <param name="wanted">The sheet's name or number.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ConnectorException">It is damaged or blows up (class data), or has no such sheet (class settings).</exception>
    public static async Task<XlsxSheet> OpenAsync(Stream workbook, string? wanted, ReadOptions options, CancellationToken cancellationToken)
    {
        var package = XlsxPackage.Open(workbook, options);
        try
        {
            var root = (await package.RelationsOfAsync("", cancellationToken).ConfigureAwait(false)).Values.FirstOrDefault(one => one.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Path ?? "xl/workbook.xml";
            if (root.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
                throw ExcelErrors.Binary();
            var (sheets, is1904) = await ReadWorkbookAsync(package, root, cancellationToken).ConfigureAwait(false);
            var relations = await package.RelationsOfAsync(root, cancellationToken).ConfigureAwait(false);
            var chosen = sheets[ExcelErrors.Choose(wanted, [.. sheets.Select(sheet => sheet.Name)])];
            var texts = await ReadTextsAsync(package, relations, options, cancellationToken).ConfigureAwait(false);
            var styles = await ReadStylesAsync(package, relations, cancellationToken).ConfigureAwait(false);
            var part = relations.TryGetValue(chosen.Relation, out var relation) ? package.Find(relation.Path) : null;
            return new XlsxSheet(package, part ?? throw ExcelErrors.Damaged($"the sheet '{chosen.Name}' is not in it."), texts, styles, is1904);
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(ExcelRow row, CancellationToken cancellationToken)
    {
        while (true)
        {
            var markup = await part.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (markup == XmlMarkup.End)
                throw ExcelErrors.Damaged("the sheet ends within its rows.");
            if (markup is XmlMarkup.Text or XmlMarkup.CData)
                continue;
            if (markup != XmlMarkup.Start && part.Name.SequenceEqual("sheetData"u8))
                return false;
            if (markup == XmlMarkup.Close || !part.Name.SequenceEqual("row"u8))
                continue;
            row.Begin(NumberRow());
            if (markup == XmlMarkup.Empty)
                continue;
            await ReadCellsAsync(row, cancellationToken).ConfigureAwait(false);
            if (row.Cells.Count > 0 || row.IsTooLong)
                return true;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        part.Dispose();
        package.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<(List<(string Name, string Relation)> Sheets, bool Is1904)> ReadWorkbookAsync(XlsxPackage package, string path, CancellationToken cancellationToken)
    {
        const int maxSheets = 10_000;
        using var part = package.Find(path) ?? throw ExcelErrors.Damaged("it is an archive, but no workbook.");
        var sheets = new List<(string Name, string Relation)>();
        var is1904 = false;
        XmlMarkup markup;
        while ((markup = await part.ReadAsync(cancellationToken).ConfigureAwait(false)) != XmlMarkup.End && sheets.Count < maxSheets)
        {
            if (markup is not (XmlMarkup.Start or XmlMarkup.Empty))
                continue;
            if (part.Name.SequenceEqual("sheet"u8))
                sheets.Add((part.AttributeText("name"u8) ?? "", part.AttributeText("id"u8) ?? ""));
            else if (part.Name.SequenceEqual("workbookPr"u8))
                is1904 = part.Attribute("date1904"u8) is [(byte)'1'] or [(byte)'t', ..];
        }

        return (sheets, is1904);
    }

    private static async Task<XlsxSharedTexts> ReadTextsAsync(
        XlsxPackage package, Dictionary<string, (string Type, string Path)> relations, ReadOptions options, CancellationToken cancellationToken)
    {
        using var part = FindByType(package, relations, "/sharedStrings");
        return part is null ? new XlsxSharedTexts() : await XlsxSharedTexts.ReadAsync(part, options.MaxSharedBytes, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<ExcelDateFormat>> ReadStylesAsync(XlsxPackage package, Dictionary<string, (string Type, string Path)> relations, CancellationToken cancellationToken)
    {
        using var part = FindByType(package, relations, "/styles");
        return part is null ? [] : await XlsxStyles.ReadAsync(part, cancellationToken).ConfigureAwait(false);
    }

    private static XlsxPart? FindByType(XlsxPackage package, Dictionary<string, (string Type, string Path)> relations, string type) =>
        relations.Values.FirstOrDefault(one => one.Type.EndsWith(type, StringComparison.Ordinal)).Path is { } path ? package.Find(path) : null;

    private int NumberRow()
    {
        var attribute = part.Attribute("r"u8);
        var next = number + 1;
        if (!attribute.IsEmpty && (!Utf8Parser.TryParse(attribute, out next, out var used) || used != attribute.Length || next <= number))
            throw ExcelErrors.Damaged("its rows are not numbered in order.");
        return number = next;
    }

    private async ValueTask ReadCellsAsync(ExcelRow row, CancellationToken cancellationToken)
    {
        var column = -1;
        while (true)
        {
            var markup = await part.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (markup == XmlMarkup.End)
                throw ExcelErrors.Damaged("the sheet ends within a row.");
            if (markup == XmlMarkup.Close && part.Name.SequenceEqual("row"u8))
                return;
            if (markup is not (XmlMarkup.Start or XmlMarkup.Empty) || !part.Name.SequenceEqual("c"u8))
                continue;
            var reference = part.Attribute("r"u8);
            column = reference.IsEmpty ? column + 1 : ExcelCell.ColumnOf(reference);
            if (column is < 0 or >= ExcelCell.MaxColumns)
                throw ExcelErrors.Damaged($"row {row.Number} has a cell beyond the last column.");
            if (markup == XmlMarkup.Start)
                await ReadCellAsync(row, column, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ReadCellAsync(ExcelRow row, int column, CancellationToken cancellationToken)
    {
        var type = TypeOf(part.Attribute("t"u8));
        var format = Utf8Parser.TryParse(part.Attribute("s"u8), out int style, out _) && (uint)style < (uint)styles.Count ? styles[style] : ExcelDateFormat.None;
        var (isValue, hasValue, hasFormula, isPhonetic) = (false, false, false, false);
        value.ResetWrittenCount();
        while (true)
        {
            var markup = await part.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (markup == XmlMarkup.End)
                throw ExcelErrors.Damaged("the sheet ends within a cell.");
            if (markup is XmlMarkup.Text or XmlMarkup.CData)
            {
                if (isValue && !isPhonetic)
                    part.CopyText(markup, value);
                continue;
            }

            var isStart = markup == XmlMarkup.Start;
            if (part.Name.SequenceEqual("v"u8) || part.Name.SequenceEqual("t"u8))
                (isValue, hasValue) = (isStart, true);
            else if (part.Name.SequenceEqual("rPh"u8))
                isPhonetic = isStart;
            else if (part.Name.SequenceEqual("f"u8))
                hasFormula = true;
            else if (part.Name.SequenceEqual("c"u8))
                break;
        }

        if (hasValue)
            Add(row, column, type, format);
        else if (hasFormula)
            row.AddError(column, "formula_not_calculated", "The cell's formula has no calculated value.");
    }

    private static char TypeOf(ReadOnlySpan<byte> type) => type switch
    {
        [] => 'n',
        _ when type.SequenceEqual("str"u8) || type.SequenceEqual("inlineStr"u8) => 't',
        _ => (char)type[0],
    };

    private void Add(ExcelRow row, int column, char type, ExcelDateFormat format)
    {
        var text = value.WrittenSpan;
        if (!System.Text.Unicode.Utf8.IsValid(text))
        {
            row.AddError(column, "invalid_utf8", "The cell's text is not UTF-8.");
            return;
        }

        switch (type)
        {
            case 's' when Utf8Parser.TryParse(text, out int shared, out _) && (uint)shared < (uint)texts.Count:
                row.AddText(column, texts[shared]);
                break;
            case 's':
                row.AddError(column, "text_missing", "The cell refers to a text that the workbook does not have.");
                break;
            case 't':
                row.AddText(column, XlsxText.Decode(text));
                break;
            case 'b':
                row.AddBool(column, text is [(byte)'1'] or [(byte)'t', ..]);
                break;
            case 'e':
                row.AddError(column, "cell_error", $"The cell holds the error {System.Text.Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)])}.");
                break;
            case 'd':
                AddIsoDate(row, column, text);
                break;
            default:
                AddNumber(row, column, text.Trim(" \t\r\n"u8), format);
                break;
        }
    }

    private static void AddIsoDate(ExcelRow row, int column, ReadOnlySpan<byte> text)
    {
        if (TemporalText.TypeOf(text) is { } type && Core.Records.Iso8601.TryParse(type, text, out var moment))
            row.AddMoment(column, type == Core.Records.DataType.Timestamp ? Core.Records.DataType.LocalTimestamp : type, moment);
        else
            row.AddError(column, "date_out_of_range", "The cell's date is none.");
    }

    private void AddNumber(ExcelRow row, int column, ReadOnlySpan<byte> text, ExcelDateFormat format)
    {
        if (text.IsEmpty)
            return;
        if (format != ExcelDateFormat.None && Utf8Parser.TryParse(text, out double days, out var used) && used == text.Length)
            row.AddSerial(column, days, format, is1904);
        else
            row.AddNumber(column, text);
    }
}
