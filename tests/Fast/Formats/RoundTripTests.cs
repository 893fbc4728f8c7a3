using System.Buffers;
using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Excel;
using DataAggregator.Formats.Json;
using DataAggregator.Formats.Xml;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>What is written and read back under its schema is the same, as far as the format can hold it.</summary>
public sealed class RoundTripTests
{
    private const int Cases = 100;

    [Fact]
    public void Csv_holds_everything_but_the_difference_of_null_and_absent() => Check(Tables.Of(Tables.AllTypes, Tables.AnyText, holdsAbsent: false), CsvAsync);

    [Fact]
    public void Json_holds_everything() => Check(Tables.Of(Tables.AllTypes, Tables.AnyText, holdsAbsent: true), batch => JsonAsync(batch, JsonFraming.Array));

    [Fact]
    public void Ndjson_holds_everything() => Check(Tables.Of(Tables.AllTypes, Tables.AnyText, holdsAbsent: true), batch => JsonAsync(batch, JsonFraming.Lines));

    [Fact]
    public void Xml_holds_everything_but_control_characters() => Check(Tables.Of(Tables.AllTypes, Tables.XmlText, holdsAbsent: true), XmlAsync);

    [Fact]
    public void Xlsx_holds_everything_but_nested_values_and_absence() => Check(Tables.Of([.. Tables.AllTypes.Where(type => type != DataType.Json)], Tables.AnyText, holdsAbsent: false), XlsxAsync);

    private static void Check(Arbitrary<Table> tables, Func<RecordBatch, Task<List<string>>> roundTrip) =>
        Prop.ForAll(tables, table =>
        {
            using var batch = table.ToBatch();
            var read = roundTrip(batch).GetAwaiter().GetResult();
            read.ShouldBe(Reading.Lines(batch));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(20_251_122UL, 1UL));

    private static async Task<List<string>> CsvAsync(RecordBatch batch)
    {
        var names = batch.Schema.Select(field => field.Name).ToList();
        var bytes = Write(new CsvWriter(CsvDialect.Default, names), batch);
        var header = CsvHeader.Read(bytes, CsvDialect.Default);
        header.Names.ShouldBe(names);
        using var stream = new MemoryStream(bytes) { Position = header.DataStart };
        return await AllAsync(new CsvReader(CsvDialect.Default, names, Options(batch) with { Offset = header.DataStart }).ReadAsync(stream, default));
    }

    private static async Task<List<string>> JsonAsync(RecordBatch batch, JsonFraming framing)
    {
        var bytes = Write(new JsonWriter(framing), batch);
        using var stream = new MemoryStream(bytes) { Position = framing == JsonFraming.Array ? 1 : 0 };
        return await AllAsync(new JsonReader(framing, Options(batch)).ReadAsync(stream, default));
    }

    private static async Task<List<string>> XmlAsync(RecordBatch batch)
    {
        using var stream = new MemoryStream(Write(new XmlWriter(new XmlOptions()), batch));
        return await AllAsync(new XmlReader(new XmlLayout("record", 1), new XmlOptions(), Options(batch)).ReadAsync(stream, default));
    }

    private static async Task<List<string>> XlsxAsync(RecordBatch batch)
    {
        var rows = Write(new ExcelRowsWriter([.. batch.Schema.Select(field => field.Name)]), batch);
        using var workbook = new MemoryStream();
        await ExcelWorkbook.WriteAsync(new MemoryStream(rows), "Data", workbook, default);
        return await AllAsync(new ExcelReader(new ExcelOptions(), Options(batch)).ReadAsync(workbook, default));
    }

    private static ReadOptions Options(RecordBatch batch) => new() { Schema = batch.Schema, Declared = batch.Schema.Select(field => field.Name).ToHashSet(), BatchRows = 3 };

    private static byte[] Write(RecordWriter writer, RecordBatch batch)
    {
        var output = new ArrayBufferWriter<byte>();
        writer.Begin(output);
        writer.Write(batch, isFirst: true, output);
        writer.End(output);
        return output.WrittenSpan.ToArray();
    }

    private static async Task<List<string>> AllAsync(IAsyncEnumerable<SourceBatch> batches)
    {
        var (records, rejected) = await Reading.DrainAsync(batches);
        rejected.Select(one => one.Errors[0].Message).ShouldBeEmpty();
        return records;
    }
}
