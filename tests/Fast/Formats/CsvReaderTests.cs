using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

public sealed class CsvReaderTests
{
    [Fact]
    public async Task Types_are_inferred_and_codes_stay_text()
    {
        var (records, rejected, schema) = await Reading.CsvAsync(
            "id,zip,price,ok,phone,big,day,none,e\n1,01234,4.35,true,+4179,12345678901234567890123,2025-01-15,,1e5\n-2,8000,5,FALSE,5,7,2025-01-16,,2\n");
        rejected.ShouldBeEmpty();
        schema.Select(field => field.Type).ShouldBe(
            [DataType.Int64, DataType.String, DataType.Decimal, DataType.Bool, DataType.String, DataType.Decimal, DataType.String, DataType.String, DataType.String]);
        records.ShouldBe(
        [
            """{"id":1,"zip":"01234","price":4.35,"ok":true,"phone":"\u002B4179","big":12345678901234567890123,"day":"2025-01-15","none":null,"e":"1e5"}""",
            """{"id":-2,"zip":"8000","price":5,"ok":false,"phone":"5","big":7,"day":"2025-01-16","none":null,"e":"2"}""",
        ]);
    }

    [Theory]
    [InlineData("a,b\n1,\"x,y\"\n", """{"a":1,"b":"x,y"}""")]
    [InlineData("a,b\r\n1,\"x\r\ny\"\r\n", """{"a":1,"b":"x\r\ny"}""")]
    [InlineData("a,b\r1,\"say \"\"hi\"\"\"\r", """{"a":1,"b":"say \u0022hi\u0022"}""")]
    [InlineData("a,b\n1,\"\"\n", """{"a":1,"b":""}""")]
    [InlineData("a,b\n1,\"\"\"\"", """{"a":1,"b":"\u0022"}""")]
    [InlineData("a,b\n\n\n1,Zürich\n\n", """{"a":1,"b":"Z\u00FCrich"}""")]
    [InlineData("\n\na,b\n\"1\",2", """{"a":1,"b":2}""")]
    [InlineData("a,a,\n1,2,3\n", """{"a":1,"a_2":2,"column_3":3}""")]
    public async Task Real_world_spellings_are_understood(string text, string expected)
    {
        var (records, rejected, _) = await Reading.CsvAsync(text);
        rejected.ShouldBeEmpty();
        records.ShouldBe([expected]);
    }

    [Fact]
    public async Task A_dialect_can_be_chosen()
    {
        var dialect = new CsvDialect { Delimiter = (byte)';', Quote = (byte)'\'', Escape = (byte)'\\', Header = false, NullValues = ["NULL"u8.ToArray()] };
        var (records, rejected, _) = await Reading.CsvAsync("1;'it\\'s; \\\\';NULL\n2;NULL;'NULL'\n", dialect);
        rejected.ShouldBeEmpty();
        records.ShouldBe(["""{"column_1":1,"column_2":"it\u0027s; \\","column_3":null}""", """{"column_1":2,"column_2":null,"column_3":"NULL"}"""]);
    }

    [Fact]
    public async Task One_column_may_be_empty()
    {
        var (records, _, _) = await Reading.CsvAsync("a\n1\n\n2\r\n\r\n3");
        records.ShouldBe(["""{"a":1}""", """{"a":null}""", """{"a":2}""", """{"a":null}""", """{"a":3}"""]);
    }

    [Fact]
    public async Task Bad_records_are_rejected_with_line_and_reason_and_the_others_keep_their_ordinals()
    {
        var text = "id,name\n1,a\n2\n3,b,c\n4,x\"y\n5,\"z\"q\n6,\"two\nlines\"\n7,open\n8,\"never\n9,closed\n";
        var (records, rejected, _) = await Reading.CsvAsync(text);
        records.ShouldBe(["""{"id":1,"name":"a"}""", """{"id":6,"name":"two\nlines"}""", """{"id":7,"name":"open"}""", """{"id":9,"name":"closed"}"""]);
        rejected.Select(one => (one.Ordinal, one.Errors[0].Code)).ShouldBe([(1, "ragged_record"), (2, "ragged_record"), (3, "bad_quote"), (4, "bad_quote"), (7, "unclosed_quote")]);
        rejected[1].Errors[0].Message.ShouldBe("Line 4, column 1: The record has 3 fields, not 2.");
        rejected[4].Errors[0].Message.ShouldStartWith("Line 10, column 3:");
        Encoding.UTF8.GetString(rejected[4].Record.Span).ShouldBe("""{"raw":"8,\"never"}""");
    }

    [Fact]
    public async Task Delimiters_behind_the_last_field_say_nothing()
    {
        var (records, rejected, _) = await Reading.CsvAsync("a,b\n1,x,\n2,y,,,\n3,,\n4,z,,w\n5,\"q\",\r\n6,,\"\"\n7,v");
        records.ShouldBe(["""{"a":1,"b":"x"}""", """{"a":2,"b":"y"}""", """{"a":3,"b":null}""", """{"a":5,"b":"q"}""", """{"a":7,"b":"v"}"""]);
        rejected.Select(one => one.Errors[0].Message).ShouldBe(["Line 5, column 1: The record has 4 fields, not 2.", "Line 7, column 1: The record has 3 fields, not 2."]);
    }

    [Fact]
    public async Task A_quote_within_a_field_can_be_a_character_like_any_other()
    {
        var text = "id,a,b\n1,5\" pipe,x\n2,\"two\nlines\",\"say \"\"hi\"\"\"\n3, \"q\",\"\"\n4,\"bad\"x,y\n5,a\"\"b,\"open\n6,,z\n";
        var options = CsvDialect.From(new CsvOptions { BareQuotes = CsvOptions.BareQuote.Keep }, (byte)',', "$", new Core.Configuration.Problems())!;
        var (records, rejected, _) = await Reading.CsvAsync(text, options);
        records.ShouldBe(
        [
            """{"id":1,"a":"5\u0022 pipe","b":"x"}""", """{"id":2,"a":"two\nlines","b":"say \u0022hi\u0022"}""", """{"id":3,"a":" \u0022q\u0022","b":""}""", """{"id":6,"a":null,"b":"z"}""",
        ]);
        rejected.Select(one => one.Errors[0].Code).ShouldBe(["bad_quote", "unclosed_quote"]);
    }

    [Theory]
    [InlineData("id,size 5\",b\n1,x,y\n", "size 5\"", """{"id":1,"size 5\u0022":"x","b":"y"}""")]
    [InlineData("id,\"two\nlines\",b\r\n1,x,y", "two\nlines", """{"id":1,"two\nlines":"x","b":"y"}""")]
    public async Task A_header_ends_where_a_record_would(string text, string name, string expected)
    {
        var (records, rejected, schema) = await Reading.CsvAsync(text);
        rejected.ShouldBeEmpty();
        schema[1].Name.ShouldBe(name);
        records.ShouldBe([expected]);
    }

    [Fact]
    public async Task A_rejected_record_leaves_its_row_unselected()
    {
        var bytes = "a,b\n1,2\n3\n5,6\n"u8.ToArray();
        var header = CsvHeader.Read(bytes, CsvDialect.Default);
        using var stream = new MemoryStream(bytes) { Position = header.DataStart };
        var options = new ReadOptions { Offset = header.DataStart, FirstOrdinal = 100, Partition = 3 };
        await foreach (var read in new CsvReader(CsvDialect.Default, header.Names, options).ReadAsync(stream, default))
        {
            using var batch = read.Batch;
            batch.Partition.ShouldBe(3);
            Enumerable.Range(0, batch.Count).Select(index => batch.FirstOrdinal + batch.RowAt(index)).ShouldBe([100, 102]);
            read.Rejected.Single().Ordinal.ShouldBe(101);
        }
    }

    [Theory]
    [InlineData("5.5", "type_mismatch")]
    [InlineData("007", "type_mismatch")]
    [InlineData("x", "type_mismatch")]
    [InlineData("\"+5\"", "type_mismatch")]
    [InlineData("99999999999999999999", "number_out_of_range")]
    public async Task A_later_misfit_is_rejected_with_field_and_value(string value, string code)
    {
        var bytes = Encoding.UTF8.GetBytes($"n,s\n{value},t\n1,u\n");
        using var stream = new MemoryStream(bytes) { Position = 4 };
        var options = new ReadOptions { Schema = new Schema(new Field("n", DataType.Int64), new Field("s", DataType.String)), Offset = 4, Line = 2 };
        var (records, rejected) = await Reading.DrainAsync(new CsvReader(CsvDialect.Default, ["n", "s"], options).ReadAsync(stream, default));
        records.ShouldBe(["""{"n":1,"s":"u"}"""]);
        rejected.Single().Errors.Single().ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe(code),
            error => error.Field.ShouldBe("n"),
            error => error.Message.ShouldStartWith($"Line 2: '{value.Trim('"')}' in 'n'"));
        Encoding.UTF8.GetString(rejected[0].Record.Span).ShouldContain("\"s\":\"t\"");
    }

    [Fact]
    public async Task More_than_38_digits_are_rejected_not_rounded()
    {
        var declared = new Schema(new Field("n", DataType.Decimal));
        var (records, rejected, _) = await Reading.CsvAsync($"n\n{new string('9', 38)}\n{new string('9', 39)}\n0.{new string('1', 37)}2\n", declared: declared);
        records.ShouldBe([$$"""{"n":{{new string('9', 38)}}}""", $$"""{"n":0.{{new string('1', 37)}}2}"""]);
        rejected.Single().Errors[0].Code.ShouldBe("number_out_of_range");
    }

    [Fact]
    public async Task Declared_types_convert_what_inference_would_not()
    {
        var declared = new Schema(
            new Field("n", DataType.Int64), new Field("day", DataType.Date), new Field("at", DataType.Timestamp), new Field("d", DataType.Double),
            new Field("j", DataType.Json), new Field("bin", DataType.Binary), new Field("s", DataType.String));
        var (records, rejected, _) = await Reading.CsvAsync(
            "n,day,at,d,j,bin,s\n007,2025-01-15,2025-01-15T10:00:00+01:00,0.5,\"{\"\"a\"\":[1.0]}\",aGk=,12\n1,no,,,,,\n", declared: declared);
        records.ShouldBe(["""{"n":7,"day":"2025-01-15","at":"2025-01-15T09:00:00Z","d":0.5,"j":{"a":[1.0]},"bin":"aGk=","s":"12"}"""]);
        rejected.Single().Errors.Single().Field.ShouldBe("day");
    }

    [Fact]
    public async Task Conversions_and_misfits_are_counted_by_field()
    {
        var bytes = "n,b,s\n007,1,x\n5,true,y\nno,0,z\n+8,maybe,w\n"u8.ToArray();
        using var stream = new MemoryStream(bytes) { Position = 6 };
        var schema = new Schema(new Field("n", DataType.Int64), new Field("b", DataType.Bool), new Field("s", DataType.String));
        var options = new ReadOptions { Schema = schema, Declared = new HashSet<string> { "n", "b", "s" }, Offset = 6, Line = 2 };
        await foreach (var read in new CsvReader(CsvDialect.Default, ["n", "b", "s"], options).ReadAsync(stream, default))
        {
            read.Batch.Dispose();
            read.Counts.ShouldBe([new FieldCounts("n", 2, 1), new FieldCounts("b", 2, 1)], ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData("2025-01-15", "2024-02-29", DataType.Date)]
    [InlineData("2025-01-15T10:00:00Z", "2025-01-15 10:00:00.5+02:00", DataType.Timestamp)]
    [InlineData("2025-01-15T10:00:00", "2025-01-15", DataType.LocalTimestamp)]
    [InlineData("10:30:00", "23:59:59.123456", DataType.Time)]
    [InlineData("2025-01-15", "2025-02-30", DataType.String)]
    [InlineData("2025-01-15", "15.01.2025", DataType.String)]
    [InlineData("2025-01-15", "20250115", DataType.String)]
    public async Task Dates_are_inferred_only_when_asked_for(string first, string second, DataType type)
    {
        var text = $"d,x\n{first},1\n{second},2\n";
        (await Reading.CsvAsync(text)).Schema[0].Type.ShouldBe(DataType.String);
        var (records, rejected, schema) = await Reading.CsvAsync(text, CsvDialect.Default with { InferDates = true });
        schema[0].Type.ShouldBe(type);
        (records.Count, rejected.Count).ShouldBe((2, 0));
    }

    [Fact]
    public async Task An_inferred_date_takes_no_other_spelling_later()
    {
        var bytes = "d,x\nJan 15 2025,1\n2025-01-16,2\n"u8.ToArray();
        using var stream = new MemoryStream(bytes) { Position = 4 };
        var options = new ReadOptions { Schema = new Schema(new Field("d", DataType.LocalTimestamp), new Field("x", DataType.Int64)), Offset = 4, Line = 2 };
        var (records, rejected) = await Reading.DrainAsync(new CsvReader(CsvDialect.Default, ["d", "x"], options).ReadAsync(stream, default));
        records.ShouldBe(["""{"d":"2025-01-16T00:00:00","x":2}"""]);
        rejected.Single().Errors.Single().Code.ShouldBe("type_mismatch");
    }

    [Fact]
    public async Task Short_records_can_be_filled_and_long_ones_never_pass()
    {
        var dialect = CsvDialect.Default with { FillShortRecords = true };
        var (records, rejected, _) = await Reading.CsvAsync("a,b,c\n1\n2,x\n3,y,5\n4,z,no,more\n\"5\"\n6,,x\n", dialect, declared: new Schema(new Field("c", DataType.Int64)));
        records.ShouldBe(["""{"a":1,"b":null,"c":null}""", """{"a":2,"b":"x","c":null}""", """{"a":3,"b":"y","c":5}""", """{"a":5,"b":null,"c":null}"""]);
        rejected.Select(one => one.Errors[0].Code).ShouldBe(["ragged_record", "type_mismatch"]);
    }

    [Theory]
    [InlineData("a;b\n1,5;2,5\n3,5;4\n", ';')]
    [InlineData("a,b\n1;2,3\n4,5\n", ',')]
    [InlineData("a\tb\tc\n1,2\t3\t4\n", '\t')]
    [InlineData("a|b\n\"x|y\"|2\n", '|')]
    [InlineData("one\ntwo\nthree\n", ',')]
    [InlineData("\"a;b\",c\n\"1;2\",3\n", ',')]
    [InlineData("name;note\nx;\"a, b, c\n, d\"\ny;\"e, f\"\n", ';')]
    [InlineData("", ',')]
    public void The_delimiter_is_the_one_that_splits_the_records_alike(string text, char expected) =>
        ((char)CsvDelimiter.Detect(Encoding.UTF8.GetBytes(text), CsvDialect.Default)).ShouldBe(expected);

    [Fact]
    public async Task Wide_and_long_records_are_bounded()
    {
        var columns = Enumerable.Range(0, 5_000).Select(i => $"c{i}").ToList();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x\n", 2_000)) + string.Join(',', columns) + "\n" + new string('y', 40_000) + "\nz\n");
        using var stream = new MemoryStream(bytes);
        var (records, rejected) = await Reading.DrainAsync(new CsvReader(CsvDialect.Default, columns, new ReadOptions { MaxRecordBytes = 30_000 }).ReadAsync(stream, default));
        records.Count.ShouldBe(1);
        rejected.Count.ShouldBe(2_002);
        rejected[^2].Errors[0].Code.ShouldBe("record_too_large");
    }

    [Fact]
    public async Task A_quoted_field_beyond_the_longest_record_is_said_to_be_too_long()
    {
        var text = $"a,b\n1,\"{new string('y', 500)}\"\n2,z\n";
        var (records, rejected, _) = await Reading.CsvAsync(text, options: new ReadOptions { MaxRecordBytes = 300 });
        records.ShouldBe(["""{"a":2,"b":"z"}"""]);
        rejected.Single().Errors[0].Message.ShouldBe("Line 2, column 3: A quoted field is not closed within 300 bytes, the longest that a record may be.");
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_rejected()
    {
        byte[] bytes = [.. "a,b\n1,x\n2,"u8, 0xE9, .. "\n3,z\n"u8];
        using var stream = new MemoryStream(bytes) { Position = 4 };
        var (records, rejected) = await Reading.DrainAsync(new CsvReader(CsvDialect.Default, ["a", "b"], new ReadOptions { Offset = 4, Line = 2 }).ReadAsync(stream, default));
        records.ShouldBe(["""{"a":"1","b":"x"}""", """{"a":"3","b":"z"}"""]);
        rejected.Single().Errors[0].ShouldSatisfyAllConditions(error => error.Code.ShouldBe("invalid_utf8"), error => error.Message.ShouldStartWith("Line 3:"));
    }

    [Fact]
    public async Task Batches_are_bounded_and_resume_from_every_position()
    {
        var text = "id,name\n" + string.Concat(Enumerable.Range(0, 50).Select(i => i % 7 == 3 ? "broken\n" : $"{i},\"n\n{i}\"\n"));
        var bytes = Encoding.UTF8.GetBytes(text);
        var header = CsvHeader.Read(bytes, CsvDialect.Default);
        var options = new ReadOptions { Offset = header.DataStart, Line = header.DataLine, BatchRows = 4 };
        var (all, allRejected) = await ReadFromAsync(bytes, header, options);
        var seen = 0;
        using var stream = new MemoryStream(bytes) { Position = options.Offset };
        await foreach (var read in new CsvReader(CsvDialect.Default, header.Names, options).ReadAsync(stream, default))
        {
            using var batch = read.Batch;
            batch.RowCount.ShouldBeLessThanOrEqualTo(4);
            seen += batch.Count;
            var position = ReadPosition.Parse(read.Position!);
            var (rest, restRejected) = await ReadFromAsync(bytes, header, options with { Offset = position.Offset, Line = position.Line, FirstOrdinal = batch.FirstOrdinal + batch.RowCount });
            rest.ShouldBe(all.Skip(seen));
            restRejected.Select(one => (one.Ordinal, one.Errors[0].Message)).ShouldBe(allRejected.TakeLast(restRejected.Count).Select(one => (one.Ordinal, one.Errors[0].Message)));
        }

        seen.ShouldBe(all.Count);
    }

    private static async Task<(List<string> Records, List<RejectedRecord> Rejected)> ReadFromAsync(byte[] bytes, CsvHeader header, ReadOptions options)
    {
        using var stream = new MemoryStream(bytes) { Position = options.Offset };
        return await Reading.DrainAsync(new CsvReader(CsvDialect.Default, header.Names, options).ReadAsync(stream, default));
    }
}
