using System.IO.Compression;
using System.Text;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>Valid texts and workbooks that fuzzing begins with.</summary>
internal static class FuzzSeeds
{
    public static byte[][] Csv { get; } = Utf8(
        "id,name,price\n1,\"a \"\"b\"\"\",4.35\n2,\"two\nlines\",\r\n3,ü,-1e-7\r4,,007\n",
        "a;b;c\n1;'x';true\n2;;2025-01-15T10:00:00Z\n",
        "\uFEFFn\n12345678901234567890123456789012345678\n\n0.1\n");

    public static byte[][] Json { get; } = Utf8(
        """[{"id":1,"name":"a\u00e9b\ud83e\udd8a","list":[1,2.50,{"x":null}]},{"id":2,"ok":true,"name":""},{"big":123456789012345678901234567890}]""",
        """{"meta":{"n":2},"data":[{"a":{"b":{"c":[[],{}]}}},{"a":1e5}]}""",
        "{\"id\":1,\"t\":\"x\"}\n{\"id\":\"y\"}\n\n{\"id\":-0.5,\"u\":[]}\n",
        """{"one":"object","alone":[1]}""");

    public static byte[][] Xml { get; } = Utf8(
        "<?xml version='1.0' encoding='utf-8'?>\n<r xmlns:x='u'><!-- c --><o id='1'><a>1</a><x:b k=\"v\">t &amp; u</x:b><a>2</a></o><o><c><![CDATA[<raw>]]></c><d/></o>\n<o>text<e>&#65;</e>more</o></r>",
        "<records xmlns:xsi='i'><record><n xsi:nil='true'/><s> x </s></record><record><n>5</n></record></records>",
        "<a><b><c><d><e>1</e></d></c></b></a>");

    public static byte[][] Xlsx { get; } =
    [
        Formats.Xlsx.Of("""<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row><row r="2"><c r="A2"><v>4.3499999999999996</v></c><c r="B2" s="1"><v>45672.5</v></c></row><row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><v>#N/A</v></c></row>""", "<si><t>a</t></si>"),
        Formats.Xlsx.Of("""<row><c t="str"><v>x</v></c></row><row><c s="3"><f>NOW()</f><v>0.25</v></c></row>""", workbookProperties: "<workbookPr date1904='1'/>"),
    ];

    public static byte[][] Xls { get; } = [Fixture("orders.xls"), Fixture("cells.xls")];

    public static byte[][] Gzip { get; } = [.. Csv.Concat(Json).Select(Compress)];

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Formats", "Excel", name));

    private static byte[][] Utf8(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static byte[] Compress(byte[] bytes)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return output.ToArray();
    }
}
