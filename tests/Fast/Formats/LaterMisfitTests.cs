using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Excel;
using DataAggregator.Formats.Json;
using DataAggregator.Formats.Xml;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>The rules of <see cref="ReadOptions.Declared"/>, for each format that has the value.</summary>
public sealed class LaterMisfitTests
{
    private const string Fits = "fits";
    private const string Coerced = "coerced";
    private const string Mismatch = "type_mismatch";
    private const string OutOfRange = "number_out_of_range";

    [Theory]
    [InlineData(DataType.Int64, "5", Fits, Fits)]
    [InlineData(DataType.Int64, "007", Mismatch, Coerced)]
    [InlineData(DataType.Int64, "+5", Mismatch, Coerced)]
    [InlineData(DataType.Int64, "5.0", Mismatch, Mismatch)]
    [InlineData(DataType.Int64, "99999999999999999999", OutOfRange, OutOfRange)]
    [InlineData(DataType.Decimal, "5", Fits, Fits)]
    [InlineData(DataType.Decimal, "007.5", Mismatch, Coerced)]
    [InlineData(DataType.Decimal, "1234567890123456789012345678901234567890", OutOfRange, OutOfRange)]
    [InlineData(DataType.Bool, "TRUE", Fits, Fits)]
    [InlineData(DataType.Bool, "1", Mismatch, Coerced)]
    [InlineData(DataType.Date, "2025-01-15", Fits, Fits)]
    [InlineData(DataType.Date, "15.01.2025", Mismatch, Mismatch)]
    [InlineData(DataType.LocalTimestamp, "2025-01-15", Fits, Fits)]
    [InlineData(DataType.LocalTimestamp, "Jan 15 2025", Mismatch, Fits)]
    [InlineData(DataType.String, "5", Fits, Fits)]
    [InlineData(DataType.Int64, "", Fits, Fits)]
    public async Task Of_a_format_of_texts(DataType type, string text, string inferred, string declared)
    {
        foreach (var (isDeclared, expected) in new[] { (false, inferred), (true, declared) })
        {
            var options = Options(type, isDeclared);
            (await OutcomeAsync(new CsvReader(CsvDialect.Default, ["v", "w"], options).ReadAsync(Stream($"{text},x\n"), default))).ShouldBe(expected, "csv");
            (await OutcomeAsync(new XmlReader(new XmlLayout("o", 1), new XmlOptions(), options).ReadAsync(Stream($"<r><o><v>{text}</v></o></r>"), default))).ShouldBe(expected, "xml");
        }
    }

    [Theory]
    [InlineData(DataType.Int64, "5", "<v>5</v>", Fits, Fits)]
    [InlineData(DataType.Int64, "\"5\"", "str<v>5</v>", Mismatch, Coerced)]
    [InlineData(DataType.Int64, "5.5", "<v>5.5</v>", Mismatch, Mismatch)]
    [InlineData(DataType.Decimal, "5", "<v>5</v>", Fits, Fits)]
    [InlineData(DataType.Decimal, "1e300", "<v>1E+300</v>", OutOfRange, OutOfRange)]
    [InlineData(DataType.String, "5", "<v>5</v>", Mismatch, Coerced)]
    [InlineData(DataType.String, "true", "b<v>1</v>", Mismatch, Coerced)]
    [InlineData(DataType.Bool, "\"true\"", "str<v>true</v>", Mismatch, Coerced)]
    [InlineData(DataType.Json, "5", "<v>5</v>", Fits, Fits)]
    [InlineData(DataType.Date, "\"2025-01-15\"", "d<v>2025-01-15</v>", Fits, Fits)]
    [InlineData(DataType.Date, "\"soon\"", "str<v>soon</v>", Mismatch, Mismatch)]
    public async Task Of_a_format_of_typed_values(DataType type, string json, string cell, string inferred, string declared)
    {
        var value = cell.IndexOf('<', StringComparison.Ordinal);
        var workbook = Xlsx.Of($"""<row><c t="str"><v>v</v></c></row><row><c t="{(value == 0 ? "n" : cell[..value])}">{cell[value..]}</c></row>""");
        foreach (var (isDeclared, expected) in new[] { (false, inferred), (true, declared) })
        {
            var options = Options(type, isDeclared);
            (await OutcomeAsync(new JsonReader(JsonFraming.Lines, options).ReadAsync(Stream($$"""{"v":{{json}}}"""), default))).ShouldBe(expected, "json");
            (await OutcomeAsync(new ExcelReader(new ExcelOptions(), options).ReadAsync(new MemoryStream(workbook), default))).ShouldBe(expected, "excel");
        }
    }

    private static ReadOptions Options(DataType type, bool isDeclared) => new() { Schema = new Schema(new Field("v", type)), Declared = isDeclared ? new HashSet<string> { "v" } : new HashSet<string>() };

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static async Task<string> OutcomeAsync(IAsyncEnumerable<SourceBatch> batches)
    {
        await foreach (var read in batches)
        {
            read.Batch.Dispose();
            var counts = read.Counts.SingleOrDefault();
            if (read.Rejected.SingleOrDefault() is not { } rejected)
                return counts is null ? Fits : counts.Coerced == 1 ? Coerced : "miscounted";
            counts.ShouldBe(new FieldCounts("v", 0, 1));
            return rejected.Errors.Single().Code;
        }

        throw new InvalidOperationException("No batch.");
    }
}
