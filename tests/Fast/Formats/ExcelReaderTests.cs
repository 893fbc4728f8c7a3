using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Excel;
using ExcelDataReader;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

public sealed class ExcelReaderTests
{
    private const string Header = """<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>""";

    // Both were written by SheetJS, from the same cells.
    [Theory]
    [InlineData("orders.xls")]
    [InlineData("orders.xlsx")]
    public async Task A_workbook_of_another_program_is_read_with_its_types(string name)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Formats", "Excel", name));
        var (records, rejected) = await ReadAsync(bytes, new ExcelOptions { Sheet = "orders" });
        rejected.ShouldBeEmpty();
        records.ShouldBe(
        [
            """{"id":1,"name":"Z\u00FCrich \uD83E\uDD8A","price":4.35,"ok":true,"day":"2025-01-15","at":"2025-01-15T10:30:00","calc":3,"name_2":"x"}""",
            """{"id":2,"name":"","price":0.001,"ok":false,"day":"1999-12-31","at":"2024-02-29T23:59:59","calc":8.7,"name_2":null}""",
        ]);
        (await ReadAsync(bytes, new ExcelOptions { Sheet = "2", HeaderRow = 3 })).Records.ShouldBe(["""{"k":"a","v":1}"""]);
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(bytes, new ExcelOptions { Sheet = "3" }))).Code.ShouldBe("sheet_not_found");
    }

    // Its records were put together by hand: a table of texts that runs over, short numbers, formulas of every kind, the other epoch.
    [Fact]
    public async Task Every_kind_of_cell_of_an_old_workbook_is_read()
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Formats", "Excel", "cells.xls"));
        var (records, rejected) = await ReadAsync(bytes);
        records.ShouldBe(["""{"text":"left right","wide":"\u00FC\uD83E\uDD8A","a":12.34,"b":-5,"c":0.5,"d":"2025-01-15"}""", """{"text":"formula\u0027s","wide":"","a":8.7,"b":true,"c":null,"d":null}"""], string.Join('\n', records));
        rejected.Single().Errors.Select(error => (error.Code, error.Field)).ShouldBe([("cell_error", "a"), ("cell_error", "b"), ("text_missing", "c")]);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var other = ExcelReaderFactory.CreateBinaryReader(new MemoryStream(bytes));
        other.Read();
        other.Read();
        Enumerable.Range(0, 5).Select(other.GetValue).ShouldBe(["left right", "ü🦊", 12.34, -5.0, 0.5]);
    }

    [Theory]
    [InlineData("""<c t="s"><v>1</v></c>""", "\"two parts\"")]
    [InlineData("""<c t="inlineStr"><is><r><t>x </t></r><r><t>y</t></r><rPh><t>no</t></rPh></is></c>""", "\"x y\"")]
    [InlineData("""<c t="str"><f>A1&amp;B1</f><v>a_x000A_b_x005F_x000A_</v></c>""", "\"a\\nb_x000A_\"")]
    [InlineData("""<c t="b"><v>1</v></c>""", "true")]
    [InlineData("<c><v>4.3499999999999996</v></c>", "4.35")]
    [InlineData("<c><v>0.30000000000000004</v></c>", "0.30000000000000004")]
    [InlineData("<c><v>12345678901234567</v></c>", "12345678901234567")]
    [InlineData("<c><v>1.50</v></c>", "1.50")]
    [InlineData("<c><v>1E-3</v></c>", "0.001")]
    [InlineData("""<c s="1"><v>45672</v></c>""", "\"2025-01-15\"")]
    [InlineData("""<c s="1"><v>45672.5</v></c>""", "\"2025-01-15T12:00:00\"")]
    [InlineData("""<c s="2"><v>45672.333333333336</v></c>""", "\"2025-01-15T08:00:00\"")]
    [InlineData("""<c s="3"><v>0.4375</v></c>""", "\"10:30:00\"")]
    [InlineData("""<c s="4"><v>45672</v></c>""", "\"2025-01-15\"")]
    [InlineData("""<c s="5"><v>1.5</v></c>""", "1.5")]
    [InlineData("""<c t="d"><v>2025-01-15T10:30:00</v></c>""", "\"2025-01-15T10:30:00\"")]
    [InlineData("""<c s="1"><v>1</v></c>""", "\"1900-01-01\"")]
    [InlineData("""<c s="1"><v>59</v></c>""", "\"1900-02-28\"")]
    [InlineData("""<c s="1"><v>61</v></c>""", "\"1900-03-01\"")]
    [InlineData("""<c s="1"><v>2958465</v></c>""", "\"9999-12-31\"")]
    public async Task Cells_have_types(string cell, string expected)
    {
        var (records, rejected) = await ReadAsync(Xlsx.Of($"{Header}<row>{cell}<c><v>1</v></c></row>", "<si><t>one</t></si><si><r><t>two</t></r><r><t xml:space=\"preserve\"> parts</t></r></si>"));
        rejected.ShouldBeEmpty();
        records.ShouldBe([$$"""{"a":{{expected}},"b":1}"""]);
    }

    [Theory]
    [InlineData("0", "1904-01-01")]
    [InlineData("60", "1904-03-01")]
    [InlineData("44210", "2025-01-15")]
    public async Task The_other_epoch_begins_in_1904(string serial, string expected) =>
        (await ReadAsync(Xlsx.Of($"""{Header}<row><c s="1"><v>{serial}</v></c></row>""", workbookProperties: "<workbookPr date1904='1'/>"))).Records.ShouldBe([$$"""{"a":"{{expected}}","b":null}"""]);

    [Theory]
    [InlineData("""<c t="e"><f>1/0</f><v>#DIV/0!</v></c>""", "cell_error")]
    [InlineData("<c><f>1+1</f></c>", "formula_not_calculated")]
    [InlineData("""<c t="s"><v>9</v></c>""", "text_missing")]
    [InlineData("<c><v>abc</v></c>", "not_a_number")]
    [InlineData("""<c s="1"><v>60</v></c>""", "date_out_of_range")]
    [InlineData("""<c s="1"><v>-1</v></c>""", "date_out_of_range")]
    [InlineData("<c/><c/><c><v>3</v></c>", "ragged_record")]
    [InlineData("<c><v>1E+300</v></c>", "number_out_of_range")]
    public async Task A_bad_cell_rejects_its_record_with_its_place(string cell, string code)
    {
        var (records, rejected) = await ReadAsync(Xlsx.Of($"{Header}<row>{cell}</row><row><c><v>2</v></c></row>"));
        records.ShouldBe(["""{"a":2,"b":null}"""]);
        rejected.Single().Errors.Single().ShouldSatisfyAllConditions(error => error.Code.ShouldBe(code), error => error.Message.ShouldStartWith("Row 2:"));
    }

    [Fact]
    public async Task Errors_can_be_null_and_are_then_counted()
    {
        var bytes = Xlsx.Of($"""{Header}<row><c t="e"><v>#N/A</v></c><c><v>1</v></c></row>""");
        await foreach (var read in new ExcelReader(new ExcelOptions { CellErrors = ExcelOptions.CellError.Null }, new ReadOptions()).ReadAsync(new MemoryStream(bytes), default))
        {
            using (read.Batch)
                Reading.Lines(read.Batch).ShouldBe(["""{"a":null,"b":1}"""]);
            read.Counts.ShouldBe([new FieldCounts("a", 1, 0)]);
        }
    }

    [Fact]
    public async Task Sheets_have_numbers_and_names_and_rows_may_be_missing()
    {
        (await ReadAsync(Xlsx.Of(""))).Records.ShouldBeEmpty();
        (await ReadAsync(Xlsx.Of(""), new ExcelOptions { Sheet = "Second" })).Records.ShouldBe(["""{"column_1":null,"k":5}"""]);
        (await ReadAsync(Xlsx.Of($"""{Header}<row r="9"><c r="B9"><v>1</v></c></row><row/><row r="20"><c r="A20"><v>2</v></c></row>"""))).Records.ShouldBe(["""{"a":null,"b":1}""", """{"a":2,"b":null}"""]);
    }

    [Theory]
    [InlineData("<row><c><v>1</v></c>")]
    [InlineData("<row><c r=\"ZZZZ1\"><v>1</v></c></row>")]
    [InlineData("<row r=\"2\"/><row r=\"1\"/>")]
    [InlineData("<!DOCTYPE x>")]
    public async Task A_damaged_sheet_is_a_typed_error(string rows) =>
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Xlsx.Of(Header + rows)))).Code.ShouldBe("workbook_damaged");

    [Fact]
    public async Task What_blows_up_is_refused()
    {
        var bomb = Xlsx.Of(string.Concat(Enumerable.Repeat(" ", 40 << 20)) + string.Concat(Enumerable.Repeat("<row/>", 8 << 20)), level: System.IO.Compression.CompressionLevel.Optimal);
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(bomb, options: new ReadOptions { MaxRecordBytes = 64 << 20 }))).Code.ShouldBe("expands_too_much");
        var texts = Xlsx.Of(Header, string.Concat(Enumerable.Repeat("<si/>", 2_000)));
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(texts, options: new ReadOptions { MaxSharedBytes = 4_000 }))).Code.ShouldBe("too_many_texts");
    }

    [Fact]
    public async Task Reading_resumes_behind_any_row()
    {
        var bytes = Xlsx.Of(Header + string.Concat(Enumerable.Range(0, 20).Select(i => $"<row><c><v>{i}</v></c></row>")));
        var (all, _) = await ReadAsync(bytes);
        var seen = 0;
        await foreach (var read in new ExcelReader(new ExcelOptions(), new ReadOptions { BatchRows = 3 }).ReadAsync(new MemoryStream(bytes), default))
        {
            using var batch = read.Batch;
            seen += batch.Count;
            (await ReadAsync(bytes, options: new ReadOptions { Offset = ReadPosition.Parse(read.Position!).Offset })).Records.ShouldBe(all.Skip(seen));
        }

        seen.ShouldBe(20);
    }

    [Fact]
    public async Task Other_kinds_of_workbooks_are_told_by_name()
    {
        var binary = Xlsx.Zip([new("_rels/.rels", """<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>"""), new("xl/workbook.bin", "x")]);
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(binary))).Code.ShouldBe("workbook_binary");
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Container("EncryptedPackage")))).Code.ShouldBe("workbook_encrypted");
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Container("Contents")))).Code.ShouldBe("workbook_damaged");
    }

    [Fact]
    public void A_sheet_has_no_more_columns_than_Excel_knows()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new ExcelRowsWriter([.. Enumerable.Range(0, 16_384).Select(i => $"c{i}")]).Begin(output);
        var tooMany = new ExcelRowsWriter([.. Enumerable.Range(0, 16_385).Select(i => $"c{i}")]);
        Should.Throw<ConnectorException>(() => tooMany.Begin(output)).Code.ShouldBe("too_many_columns");
    }

    [Fact]
    public async Task Rows_that_are_read_over_count_for_nothing()
    {
        var bytes = Xlsx.Of(Header + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<row><c><v>{i}</v></c></row>")), level: System.IO.Compression.CompressionLevel.NoCompression);
        await foreach (var read in new ExcelReader(new ExcelOptions(), new ReadOptions { BatchRows = 1_000, Offset = 25_000 }).ReadAsync(new MemoryStream(bytes), default))
        {
            read.Batch.Dispose();
            read.BytesRead.ShouldBeLessThan(bytes.Length / 4);
            return;
        }
    }

    /// <summary>A container of three sectors, header apart: its table, and a directory with one empty stream.</summary>
    private static byte[] Container(string stream)
    {
        var file = new byte[3 * 512];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        file[30] = 9;
        file.AsSpan(76, 436).Fill(0xFF);
        foreach (var (at, value) in new[] { (48, 1U), (60, uint.MaxValue), (68, uint.MaxValue), (76, 0U), (512, 0xFFFFFFFDU), (516, 0xFFFFFFFEU), (1024 + 116, 0xFFFFFFFEU), (1152 + 116, 0xFFFFFFFEU) })
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        foreach (var (at, name) in new[] { (1024, "Root Entry"), (1152, stream) })
        {
            System.Text.Encoding.Unicode.GetBytes(name, file.AsSpan(at));
            file[at + 64] = (byte)((name.Length + 1) * 2);
        }

        return file;
    }

    [Theory]
    [InlineData("General", ExcelDateFormatName.None)]
    [InlineData("0.00E+00", ExcelDateFormatName.None)]
    [InlineData("#,##0 \"days\"", ExcelDateFormatName.None)]
    [InlineData("[Red]0.0;[Blue]yy", ExcelDateFormatName.None)]
    [InlineData("[h]:mm:ss", ExcelDateFormatName.None)]
    [InlineData("mmm yy", ExcelDateFormatName.Date)]
    [InlineData("h:mm AM/PM", ExcelDateFormatName.Time)]
    [InlineData("mm:ss", ExcelDateFormatName.Time)]
    [InlineData("dd\\/mm\\/yyyy hh:mm", ExcelDateFormatName.DateTime)]
    public async Task Formats_tell_dates_from_numbers(string code, ExcelDateFormatName expected)
    {
        var styles = $"""<styleSheet><numFmts><numFmt numFmtId="170" formatCode="{code.Replace("\"", "&quot;", StringComparison.Ordinal)}"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>""";
        var value = expected is ExcelDateFormatName.Time ? "0.5" : "45672.5";
        var (records, _) = await ReadAsync(Xlsx.Of($"""{Header}<row><c s="0"><v>{value}</v></c></row>""", styles: styles));
        var shown = expected switch { ExcelDateFormatName.None => value, ExcelDateFormatName.Time => "\"12:00:00\"", _ => "\"2025-01-15T12:00:00\"" };
        records.ShouldBe([$$"""{"a":{{shown}},"b":null}"""]);
    }

    [Fact]
    public async Task Another_reader_reads_what_is_written()
    {
        using var batch = DataAggregator.Formats.Json.RecordsJson.Read("""[{"id":1,"s":"a<b>&\"\u0001_x0041_","d":12.50,"long":12345678901234567890,"b":true},{"id":2,"s":" "}]"""u8.ToArray());
        var rows = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new ExcelRowsWriter([.. batch.Schema.Select(field => field.Name)]);
        writer.Begin(rows);
        writer.Write(batch, isFirst: true, rows);
        var workbook = new MemoryStream();
        await ExcelWorkbook.WriteAsync(new MemoryStream(rows.WrittenSpan.ToArray()), "A & B", workbook, default);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var other = ExcelReaderFactory.CreateOpenXmlReader(workbook);
        other.Name.ShouldBe("A & B");
        other.Read().ShouldBeTrue();
        other.Read().ShouldBeTrue();
        Enumerable.Range(0, 5).Select(other.GetValue).ShouldBe([1.0, "a<b>&\"\u0001_x0041_", 12.5, "12345678901234567890", true]);
        other.Read().ShouldBeTrue();
        other.GetValue(1).ShouldBe(" ");
        other.Read().ShouldBeFalse();
    }

    /// <summary>What a format shows, as the product's internal type has it.</summary>
    public enum ExcelDateFormatName
    {
        None,
        Date,
        Time,
        DateTime,
    }

    private static Task<(List<string> Records, List<RejectedRecord> Rejected)> ReadAsync(byte[] bytes, ExcelOptions? excel = null, ReadOptions? options = null) =>
        Reading.DrainAsync(new ExcelReader(excel ?? new ExcelOptions(), options ?? new ReadOptions()).ReadAsync(new MemoryStream(bytes), default));
}
