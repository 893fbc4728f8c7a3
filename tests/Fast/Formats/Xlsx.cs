using System.IO.Compression;
using System.Text;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>Makes workbooks of handwritten parts.</summary>
internal static class Xlsx
{
    public const string Styles = """<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-407]d\\. mmm &quot;h&quot;"/><numFmt numFmtId="171" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="21"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>""";

    public static byte[] Of(string rows, string texts = "", string workbookProperties = "", string styles = Styles, CompressionLevel level = CompressionLevel.Fastest) => Zip(Parts(rows, texts, workbookProperties, styles), level);

    public static Dictionary<string, string> Parts(string rows, string texts = "", string workbookProperties = "", string styles = Styles) => new()
    {
        ["_rels/.rels"] = """<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>""",
        ["xl/workbook.xml"] = $"""<workbook xmlns:r="r">{workbookProperties}<sheets><sheet name="First" r:id="r1"/><sheet name="Second" r:id="r2"/></sheets></workbook>""",
        ["xl/_rels/workbook.xml.rels"] = """<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/../worksheets/one.xml"/><Relationship Id="r2" Type="x/worksheet" Target="two.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/><Relationship Id="r4" Type="x/sharedStrings" Target="texts.xml"/></Relationships>""",
        ["xl/worksheets/one.xml"] = $"<worksheet><cols/><sheetData>{rows}</sheetData><pageMargins/></worksheet>",
        ["xl/two.xml"] = """<x:worksheet xmlns:x="m"><x:sheetData><x:row r="3"><x:c r="B3" t="str"><x:v>k</x:v></x:c></x:row><x:row><x:c/><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>""",
        ["xl/styles.xml"] = styles,
        ["xl/texts.xml"] = $"<sst>{texts}</sst>",
    };

    public static byte[] Zip(IEnumerable<KeyValuePair<string, string>> parts, CompressionLevel level = CompressionLevel.Fastest)
    {
        var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in parts)
            {
                var entry = archive.CreateEntry(path, level);
                // The same parts are the same bytes, whenever they are zipped.
                entry.LastWriteTime = new DateTimeOffset(2025, 1, 15, 0, 0, 0, TimeSpan.Zero);
                using var part = entry.Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return output.ToArray();
    }
}
