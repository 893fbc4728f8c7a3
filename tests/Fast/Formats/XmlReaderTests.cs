using System.Text;
using System.Xml.Linq;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Xml;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

public sealed class XmlReaderTests
{
    [Theory]
    [InlineData("<r><o><id>1</id><zip>007</zip></o><o><id>2</id><zip>12</zip></o></r>", """{"id":1,"zip":"007"}""", """{"id":2,"zip":"12"}""")]
    [InlineData("<r><o id='1' b=\"x &amp; y\"/><o id='2'></o></r>", """{"@id":1,"@b":"x \u0026 y"}""", """{"@id":2}""")]
    [InlineData("<r><o><t>a</t><t>2</t></o><o><t>true</t></o></r>", """{"t":["a",2]}""", """{"t":true}""")]
    [InlineData("<r><o><a><b>1.50</b><c x='y'>z</c></a></o><o/></r>", """{"a":{"b":1.50,"c":{"@x":"y","#text":"z"}}}""", "{}")]
    [InlineData("<r><o>one</o><o><![CDATA[<&two>]]></o></r>", """{"#text":"one"}""", """{"#text":"\u003C\u0026two\u003E"}""")]
    [InlineData("<x:r xmlns:x='u'><x:o><x:id>1</x:id></x:o><x:o><id xmlns='v'>2</id></x:o></x:r>", """{"id":1}""", """{"id":2}""")]
    [InlineData("<r><o><n>&#65;&#x1F98A;&lt;</n></o><o><n xmlns:xsi='i' xsi:nil='true'/></o></r>", """{"n":"A\uD83E\uDD8A\u003C"}""", """{"n":null}""")]
    [InlineData("<?xml version='1.0'?><!-- <o/> -->\n<r>text<head/><o><n> a\r\nb </n></o>\n<!-- x --><o><n/><?pi <o>?></o></r>\n", """{"n":" a\nb "}""", """{"n":""}""")]
    [InlineData("<r><meta><m>1</m></meta><list><o><id>1</id></o><o><id/></o></list></r>", """{"id":1}""", """{"id":null}""")]
    [InlineData("<r><o><p>hello <b>x</b> bye</p></o><o><p>5</p></o></r>", """{"p":{"#text":["hello "," bye"],"b":"x"}}""", """{"p":5}""")]
    [InlineData("<r><o><a>1</a><b>2</b><a>3</a></o><o><b>4</b></o></r>", """{"a":[1,3],"b":2}""", """{"b":4}""")]
    public async Task Elements_are_records_and_their_children_fields(string text, params string[] expected)
    {
        var (records, rejected) = await ReadAsync(text);
        rejected.ShouldBeEmpty();
        records.ShouldBe(expected);
    }

    [Theory]
    [InlineData("<order><id>1</id><name>x</name></order>", """{"id":1,"name":"x"}""")]
    [InlineData("<orders><order><id>1</id></order></orders>", """{"id":1}""")]
    [InlineData("<orders/>")]
    [InlineData(" ")]
    public async Task A_document_of_few_elements_has_few_records(string text, params string[] expected) => (await ReadAsync(text)).Records.ShouldBe(expected);

    [Fact]
    public async Task The_record_element_can_be_named_and_prefixes_kept()
    {
        const string text = "<r><x:o><x:id>1</x:id></x:o><y><o><id>2</id></o></y><o2/><no:o2/></r>";
        (await ReadAsync(text, new XmlOptions { RecordElement = "o" })).Records.ShouldBe(["""{"id":1}""", """{"id":2}"""]);
        var kept = new XmlOptions { RecordElement = "x:o", NamespacePrefixes = XmlOptions.NamePrefix.Keep, AttributePrefix = "" };
        (await ReadAsync(text, kept)).Records.ShouldBe(["""{"x:id":1}"""]);
    }

    [Fact]
    public async Task Types_follow_the_rules_of_text_formats()
    {
        var (_, _, schema) = await ReadWithSchemaAsync(
            "<r><o><i>1</i><d>1.5</d><b>true</b><m>1</m><s>+41</s><z>01</z><day>2025-01-15</day><e/><n>1</n></o><o><i>-2</i><d>2</d><b>FALSE</b><m>x</m><s>5</s><z>1</z><day>2025-01-16</day><e/><n><x/></n></o></r>");
        schema.Select(field => field.Type).ShouldBe(
            [DataType.Int64, DataType.Decimal, DataType.Bool, DataType.String, DataType.String, DataType.String, DataType.String, DataType.String, DataType.Json]);
        var (_, _, dated) = await ReadWithSchemaAsync("<r><o><day>2025-01-15</day></o><o><day>2025-01-16</day></o></r>", new XmlOptions { InferDates = true });
        dated[0].Type.ShouldBe(DataType.Date);
    }

    [Theory]
    [InlineData("<a>1</a><a>2</b>", "unclosed_element", "Line 3, column 16:")]
    [InlineData("<a>&nbsp;</a>", "unknown_entity", "Line 3, column 7:")]
    [InlineData("<a>&#0;</a>", "unknown_entity", "Line 3, column 7:")]
    [InlineData("<a>\u0001</a>", "invalid_character", "Line 3, column 7:")]
    [InlineData("<a x=1/>", "invalid_xml", "Line 3, column 7:")]
    [InlineData("<a x='1' x='2'/>", "invalid_xml", "Line 3, column 13:")]
    [InlineData("<a x='1'y='2'/>", "invalid_xml", "Line 3, column 12:")]
    [InlineData("1 < 2", "invalid_xml", "Line 3, column 6:")]
    [InlineData("<a>1", "unclosed_element", "Line 3, column 8:")]
    public async Task A_broken_record_is_rejected_with_line_and_column_and_the_next_one_read(string broken, string code, string place)
    {
        var (records, rejected) = await ReadAsync($"<r>\n<o><a>1</a></o>\n<o>{broken}</o>\n<o><a>3</a></o></r>", new XmlOptions { RecordElement = "o" });
        records.ShouldBe(["""{"a":1}""", """{"a":3}"""]);
        rejected.Single().ShouldSatisfyAllConditions(
            one => one.Ordinal.ShouldBe(1),
            one => one.Errors.Single().Code.ShouldBe(code),
            one => one.Errors.Single().Message.ShouldStartWith(place),
            one => Encoding.UTF8.GetString(one.Record.Span).ShouldStartWith("{\"raw\":\"<o>"));
    }

    [Theory]
    [InlineData("<r><o><a>1</a><o><a>2</a></o></r>", """{"a":2}""")]
    [InlineData("<r><o><a>1</a></o><o><a>2</a></r>", """{"a":1}""")]
    public async Task A_missing_end_tag_costs_one_record(string text, string expected)
    {
        var (records, rejected) = await ReadAsync(text, new XmlOptions { RecordElement = "o" });
        records.ShouldBe([expected]);
        rejected.Single().Errors.Single().Code.ShouldBe("unclosed_element");
    }

    [Theory]
    [InlineData("<!DOCTYPE r [<!ENTITY a 'x'>]><r><o>&a;</o><o/></r>", "dtd_not_allowed")]
    [InlineData("<r><o/><o/>", "truncated_xml")]
    [InlineData("<r><o/><o/></r></r>", "invalid_xml")]
    [InlineData("<r><o/><o/></r>text", "invalid_xml")]
    [InlineData("<r><o/><o/><!-- </r>", "invalid_xml")]
    [InlineData("id,name\n1,x\n", "invalid_xml")]
    public async Task What_is_broken_around_the_records_ends_the_reading(string text, string code) =>
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(text))).ShouldSatisfyAllConditions(error => error.Code.ShouldBe(code), error => error.Class.ShouldBe(ErrorClass.Data));

    [Fact]
    public async Task Records_that_exceed_a_limit_are_rejected()
    {
        var limits = new ReadOptions { MaxDepth = 4, MaxFields = 3, MaxRecordBytes = 300_000 };
        var text = "<r><o><a>1</a></o><o><b><c><d><e/></d></c></b></o><o><b/><c/><d/></o><o><a>" + new string('x', 900_000) + "</a></o><o><a>2</a></o></r>";
        var (records, rejected) = await ReadAsync(text, options: limits);
        records.ShouldBe(["""{"a":1}""", """{"a":2}"""]);
        rejected.Select(one => one.Errors[0].Code).ShouldBe(["too_deep", "too_many_fields", "record_too_large"]);
    }

    [Fact]
    public async Task Reading_resumes_at_every_position()
    {
        var text = "<r><g>" + string.Concat(Enumerable.Range(0, 20).Select(i => i % 6 == 5 ? "<o><a></o>\n" : $"<o><a>{i}</a></o>\n")) + "</g></r>";
        var bytes = Encoding.UTF8.GetBytes(text);
        var layout = new XmlLayout("o", 2);
        var (all, _) = await DrainAsync(bytes, layout, new ReadOptions());
        var seen = 0;
        await foreach (var read in new XmlReader(layout, new XmlOptions(), new ReadOptions { BatchRows = 3 }).ReadAsync(new MemoryStream(bytes), default))
        {
            using var batch = read.Batch;
            seen += batch.Count;
            var position = ReadPosition.Parse(read.Position!);
            var rest = new ReadOptions { Offset = position.Offset, Line = position.Line, Depth = position.Depth, FirstOrdinal = batch.FirstOrdinal + batch.RowCount };
            (await DrainAsync(bytes, layout, rest)).Records.ShouldBe(all.Skip(seen));
        }

        seen.ShouldBe(17);
    }

    [Fact]
    public async Task It_reads_what_another_parser_reads()
    {
        // Texts with everything that needs escaping, written and checked by the framework's own XML.
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var values = Enumerable.Range(0, 3).Select(_ => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "<>&\"' \t\nä🦊]x-"[random.Next(14)]))).Select(text => text.Replace("\ud83e", "", StringComparison.Ordinal).Replace("\udd8a", "", StringComparison.Ordinal)).ToList();
            var document = new XDocument(new XElement("r", values.Select(value => new XElement("o", new XAttribute("k", value), new XElement("v", value), new XElement("c", new XCData(value))))));
            var (records, rejected) = await ReadAsync(document.ToString(SaveOptions.DisableFormatting), new XmlOptions { RecordElement = "o" }, new ReadOptions { Schema = new Schema(new Field("@k", DataType.String), new Field("v", DataType.String), new Field("c", DataType.String)) });
            rejected.ShouldBeEmpty();
            records.ShouldBe(values.Select(value => System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["@k"] = value, ["v"] = value, ["c"] = value })));
        }
    }

    private static async Task<(List<string> Records, List<RejectedRecord> Rejected)> ReadAsync(string text, XmlOptions? xml = null, ReadOptions? options = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return await Reading.DrainAsync(new XmlReader(XmlLayoutDetector.Detect(bytes, xml?.RecordElement), xml ?? new XmlOptions(), options ?? new ReadOptions()).ReadAsync(Reading.Trickle(bytes), default));
    }

    private static async Task<(List<string> Records, List<RejectedRecord> Rejected, Schema Schema)> ReadWithSchemaAsync(string text, XmlOptions? xml = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await foreach (var read in new XmlReader(XmlLayoutDetector.Detect(bytes, null), xml ?? new XmlOptions(), new ReadOptions()).ReadAsync(Reading.Trickle(bytes), default))
        {
            using (read.Batch)
                return ([.. Reading.Lines(read.Batch)], [.. read.Rejected], read.Batch.Schema);
        }

        throw new InvalidOperationException("No batch.");
    }

    private static async Task<(List<string> Records, List<RejectedRecord> Rejected)> DrainAsync(byte[] bytes, XmlLayout layout, ReadOptions options)
    {
        using var stream = new MemoryStream(bytes) { Position = options.Offset };
        return await Reading.DrainAsync(new XmlReader(layout, new XmlOptions(), options).ReadAsync(stream, default));
    }
}
