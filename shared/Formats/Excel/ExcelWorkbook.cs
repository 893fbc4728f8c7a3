using System.IO.Compression;
using System.Security;
using System.Text;


namespace DataAggregator.Formats.Excel;

/// <summary>Makes a workbook of one sheet, of the rows that <see cref="ExcelRowsWriter"/> wrote.</summary>
public static class ExcelWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    // 1 is a date, 2 a date with a time, 3 a time: ExcelRowsWriter.StyleOf.
    private const string Styles =
        $"""{Declaration}<styleSheet xmlns="{Main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss.000"/><numFmt numFmtId="166" formatCode="hh:mm:ss.000"/></numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/></cellXfs></styleSheet>""";

    /// <summary>Whether a sheet may have that name.</summary>
    public static bool IsSheetName(string name) => name.Length is > 0 and <= 31 && name.IndexOfAny(['\\', '/', '?', '*', '[', ']', ':']) < 0 && !name.StartsWith('\'') && !name.EndsWith('\'');

    /// <summary>Writes the workbook.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="sheet">The sheet's name.</param>
    /// <param name="workbook">Gets the workbook.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public static async Task WriteAsync(Stream rows, string sheet, Stream workbook, CancellationToken cancellationToken)
    {
        using var archive = new ZipArchive(workbook, ZipArchiveMode.Create, leaveOpen: true);
        await AddAsync(archive, "[Content_Types].xml", $"""{Declaration}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>""", cancellationToken).ConfigureAwait(false);
        await AddAsync(archive, "_rels/.rels", $"""{Declaration}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""", cancellationToken).ConfigureAwait(false);
        await AddAsync(archive, "xl/workbook.xml", $"""{Declaration}<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="{Escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>""", cancellationToken).ConfigureAwait(false);
        await AddAsync(archive, "xl/_rels/workbook.xml.rels", $"""{Declaration}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Office}/styles" Target="styles.xml"/></Relationships>""", cancellationToken).ConfigureAwait(false);
        await AddAsync(archive, "xl/styles.xml", Styles, cancellationToken).ConfigureAwait(false);
        var part = Create(archive, "xl/worksheets/sheet1.xml");
        await using (part.ConfigureAwait(false))
        {
            await part.WriteAsync(Encoding.UTF8.GetBytes($"""{Declaration}<worksheet xmlns="{Main}"><sheetData>"""), cancellationToken).ConfigureAwait(false);
            await rows.CopyToAsync(part, cancellationToken).ConfigureAwait(false);
            await part.WriteAsync("</sheetData></worksheet>"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AddAsync(ZipArchive archive, string path, string text, CancellationToken cancellationToken)
    {
        var part = Create(archive, path);
        await using (part.ConfigureAwait(false))
            await part.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
    }

    private static Stream Create(ZipArchive archive, string path)
    {
        var entry = archive.CreateEntry(path, CompressionLevel.Fastest);
        // The clock has no part in it: the same rows are the same workbook.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry.Open();
    }

    private static string Escape(string text) => SecurityElement.Escape(text);
}
