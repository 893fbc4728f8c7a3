using System.Text;
using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

public sealed class JsonReaderTests
{
    [Fact]
    public void Types_digits_nulls_and_absence_are_kept()
    {
        var text = """[{"i":1,"d":1.50,"s":"a","b":true,"n":null,"o":{"z": 1.0, "a":[1]},"mix":1},{"d":2,"i":-5,"mix":"x","new":12345678901234567890123},{"n":null,"mix":[1.10]}]""";
        using var batch = RecordsJson.Read(Encoding.UTF8.GetBytes(text));
        batch.Schema.Select(field => (field.Name, field.Type)).ShouldBe(
        [
            ("i", DataType.Int64), ("d", DataType.Decimal), ("s", DataType.String), ("b", DataType.Bool), ("n", DataType.Json), ("o", DataType.Json), ("mix", DataType.Json), ("new", DataType.Decimal),
        ]);
        Reading.Lines(batch).ShouldBe(
        [
            """{"i":1,"d":1.50,"s":"a","b":true,"n":null,"o":{"z": 1.0, "a":[1]},"mix":1}""",
            """{"i":-5,"d":2,"mix":"x","new":12345678901234567890123}""",
            """{"n":null,"mix":[1.10]}""",
        ]);
    }

    [Fact]
    public void An_element_gives_the_same_as_its_text()
    {
        using var document = JsonDocument.Parse("""[{"price":99999999999999999999999999999999999.999,"name":"Zürich 🦊 \" \\ \u0041"}]""");
        using var batch = RecordsJson.Read(document.RootElement);
        batch.Schema[0].Type.ShouldBe(DataType.Decimal);
        ((DecimalColumn)batch.Columns[0]).Values[0].ToString().ShouldBe("99999999999999999999999999999999999.999");
        Encoding.UTF8.GetString(((BytesColumn)batch.Columns[1])[0]).ShouldBe("Zürich 🦊 \" \\ A");
    }

    [Theory]
    [InlineData("[1]", "not_an_object")]
    [InlineData("[{\"n\":123456789012345678901234567890123456789}]", "number_out_of_range")]
    public void What_cannot_be_a_record_is_a_typed_error(string text, string code) =>
        Should.Throw<ConnectorException>(() => RecordsJson.Read(Encoding.UTF8.GetBytes(text))).Code.ShouldBe(code);

    [Fact]
    public async Task Lines_go_on_behind_a_bad_one()
    {
        var text = "{\"a\":1}\n\n{\"a\":\n 2}\n{\"a\":3} x\r\n[4]\n{\"s\":\"\\ud800\"}\n{\"a\":6}";
        var (records, rejected) = await Reading.JsonAsync(text, JsonFraming.Lines);
        records.ShouldBe(["""{"a":1}""", """{"a":6}"""]);
        rejected.Select(one => (one.Ordinal, one.Errors[0].Code)).ShouldBe([(1, "invalid_json"), (2, "not_an_object"), (3, "invalid_json"), (4, "not_an_object"), (5, "invalid_utf8")]);
        rejected[0].Errors[0].Message.ShouldStartWith("Line 3, column ");
        rejected[2].Errors[0].Message.ShouldStartWith("Line 5:");
    }

    [Fact]
    public async Task A_fixed_schema_rejects_misfits_and_takes_new_fields()
    {
        var options = new ReadOptions { Schema = new Schema(new Field("a", DataType.Int64), new Field("d", DataType.Decimal)) };
        var (records, rejected) = await Reading.JsonAsync("{\"a\":1,\"d\":5}\n{\"a\":\"1\"}\n{\"a\":1.5}\n{\"x\":true,\"a\":2}", JsonFraming.Lines, options);
        records.ShouldBe(["""{"a":1,"d":5}""", """{"a":2,"x":true}"""]);
        rejected.Select(one => one.Errors[0].Code).ShouldBe(["type_mismatch", "type_mismatch"]);
        Encoding.UTF8.GetString(rejected[0].Record.Span).ShouldBe("""{"a":"1"}""");
    }

    [Fact]
    public async Task A_declared_type_converts_texts()
    {
        var schema = new Schema(new Field("price", DataType.Decimal), new Field("at", DataType.Timestamp), new Field("id", DataType.String));
        var options = new ReadOptions { Schema = schema, Declared = new HashSet<string> { "price", "at", "id" } };
        var (records, rejected) = await Reading.JsonAsync("""{"price":"19.90","at":"2025-01-15T10:00:00Z","id":12.0}""", JsonFraming.Lines, options);
        rejected.ShouldBeEmpty();
        records.ShouldBe(["""{"price":19.90,"at":"2025-01-15T10:00:00Z","id":"12.0"}"""]);
    }

    [Fact]
    public async Task Nesting_beyond_64_levels_is_rejected_and_read_over()
    {
        var deep = new string('[', 70) + new string(']', 70);
        var (records, rejected) = await Reading.JsonAsync($$"""{"a":{{deep}}},{"a":1}]""", JsonFraming.Array);
        records.ShouldBe(["""{"a":1}"""]);
        rejected.Single().Errors[0].Code.ShouldBe("too_deep");
    }

    [Theory]
    [InlineData(JsonFraming.Array, ",", "]")]
    [InlineData(JsonFraming.Lines, "\n", "")]
    public async Task However_deep_a_record_is_only_it_is_rejected_and_kept_as_text(JsonFraming framing, string between, string end)
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        var (records, rejected) = await Reading.JsonAsync($$"""{"a":{{deep}}}{{between}}{"a":1}{{end}}""", framing);
        records.ShouldBe(["""{"a":1}"""]);
        rejected.Single().Errors[0].Code.ShouldBe("too_deep");
        RecordJson.Parse(rejected[0].Record).GetProperty("raw").GetString()!.ShouldStartWith("""{"a":[[[[""");
    }

    [Theory]
    [InlineData("{\"a\":\"\\\\\\\"x]},\",\"b\":[{\"c\":\"FILL\"}]}")]
    [InlineData("\"FILL\"")]
    [InlineData("[[\"FILL\"],{}]")]
    public async Task A_record_of_an_array_that_is_too_long_is_rejected_and_the_next_one_read(string record)
    {
        var text = $$"""{"a":1}, {{record.Replace("FILL", new string('x', 9_000), StringComparison.Ordinal)}} ,{"a":2},{"a":3}]""";
        var (records, rejected) = await Reading.JsonAsync(text, JsonFraming.Array, new ReadOptions { MaxRecordBytes = 300 });
        records.ShouldBe(["""{"a":1}""", """{"a":2}""", """{"a":3}"""]);
        rejected.Single().Errors.Single().ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe("record_too_large"), error => error.Message.ShouldBe("Line 1: The record is longer than 300 bytes."));
        rejected[0].Ordinal.ShouldBe(1);
        (await Should.ThrowAsync<ConnectorException>(() => Reading.JsonAsync(text[..5_000], JsonFraming.Array, new ReadOptions { MaxRecordBytes = 300 }))).Code.ShouldBe("truncated_json");
    }

    [Theory]
    [InlineData("{\"a\":1},{\"a\":2,},{\"a\":3}]", "Line 1, byte 16 of the text: The JSON object contains a trailing comma at the end which is not supported in this mode.")]
    [InlineData("{\"a\":1},\n{\"a\":\n  x}]", "Line 3, column 3: 'x' is an invalid start of a value.")]
    public async Task A_break_in_an_array_has_a_place_and_a_reason_for_people(string text, string message) =>
        (await Should.ThrowAsync<ConnectorException>(() => Reading.JsonAsync(text, JsonFraming.Array))).Message.ShouldBe(message);

    [Theory]
    [InlineData("{\"a\":1},{\"a\":2}", "truncated_json")]
    [InlineData("{\"a\":1} {\"a\":2}]", "invalid_json")]
    [InlineData("{\"a\":1},{\"a\":]", "invalid_json")]
    public async Task A_damaged_array_is_a_typed_error_with_its_line(string text, string code)
    {
        var error = await Should.ThrowAsync<ConnectorException>(() => Reading.JsonAsync(text, JsonFraming.Array));
        error.Code.ShouldBe(code);
        error.Message.ShouldStartWith("Line 1");
    }

    [Theory]
    [InlineData("[{}]", null, JsonFraming.Array, 1)]
    [InlineData("  {\"a\":1}\n{\"a\":2}", null, JsonFraming.Lines, 0)]
    [InlineData("{\"total\":1,\"items\":[{}],\"tags\":[]}", null, JsonFraming.Array, 20)]
    [InlineData("{\"a\":{\"b\":[{}]}}", "a.b", JsonFraming.Array, 11)]
    [InlineData("{\"a.b\":[{}]}", "a.b", JsonFraming.Array, 8)]
    [InlineData("{\"a\":{\"b\":1}}", null, JsonFraming.Single, 0)]
    [InlineData("", null, JsonFraming.Lines, 0)]
    [InlineData("{\"a\":1}\n{broken", null, JsonFraming.Lines, 0)]
    public async Task Where_records_stand_is_found_out(string text, string? path, JsonFraming framing, int offset)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        (await JsonLayoutDetector.DetectAsync(stream, path, default)).ShouldBe(new JsonLayout(framing, new ReadPosition(offset, 1)));
    }

    [Theory]
    [InlineData("{\"rows\":[],\"tags\":[]}", null, "data_path_required")]
    [InlineData("{\"data\":[],\"items\":[]}", null, "data_path_required")]
    [InlineData("{\"rows\":[]}", "data", "data_path_not_found")]
    [InlineData("nonsense", null, "invalid_json")]
    public async Task Where_records_stand_must_be_clear(string text, string? path, string code)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        (await Should.ThrowAsync<ConnectorException>(() => JsonLayoutDetector.DetectAsync(stream, path, default))).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_text_before_the_records_is_not_held_however_long_it_is()
    {
        using var text = new EndlessText();
        (await Should.ThrowAsync<ConnectorException>(() => JsonLayoutDetector.DetectAsync(text, null, default))).Code.ShouldBe("record_too_large");
        text.Given.ShouldBeLessThan(300L << 20);
    }

    [Fact]
    public async Task A_page_of_an_api_gives_its_records()
    {
        var page = """{"meta":{"n":2},"data":[{"id":1},{"id":2}]}"""u8.ToArray();
        var (records, _) = await Reading.DrainAsync(RecordsJson.ReadAsync(page, null, new ReadOptions(), default));
        records.ShouldBe(["""{"id":1}""", """{"id":2}"""]);
    }

    [Theory]
    [InlineData(JsonFraming.Lines)]
    [InlineData(JsonFraming.Array)]
    public async Task Reading_resumes_from_every_position(JsonFraming framing)
    {
        var items = Enumerable.Range(0, 20).Select(i => $$"""{"id":{{i}},"s":"{{new string('x', i)}}"}""");
        var bytes = Encoding.UTF8.GetBytes(framing == JsonFraming.Lines ? string.Join('\n', items) : $"[{string.Join(",\n", items)}]");
        var start = framing == JsonFraming.Lines ? 0 : 1;
        var options = new ReadOptions { Offset = start, BatchRows = 3 };
        var (all, _) = await FromAsync(options);
        all.Count.ShouldBe(20);
        using var stream = new MemoryStream(bytes) { Position = start };
        var seen = 0;
        await foreach (var read in new JsonReader(framing, options).ReadAsync(stream, default))
        {
            seen += read.Batch.Count;
            read.Batch.Dispose();
            var position = ReadPosition.Parse(read.Position!);
            var (rest, _) = await FromAsync(options with { Offset = position.Offset, Line = position.Line });
            rest.ShouldBe(all.Skip(seen));
        }

        async Task<(List<string> Records, List<RejectedRecord> Rejected)> FromAsync(ReadOptions from)
        {
            using var text = new MemoryStream(bytes) { Position = from.Offset };
            return await Reading.DrainAsync(new JsonReader(framing, from).ReadAsync(text, default));
        }
    }

    /// <summary>A document whose first text does not end.</summary>
    private sealed class EndlessText : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            if (Given == 0)
                """{"a":" """u8.CopyTo(buffer.Span);
            Given += buffer.Length;
            return ValueTask.FromResult(Given > 1L << 30 ? 0 : buffer.Length);
        }
    }
}
