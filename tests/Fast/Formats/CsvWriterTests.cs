using System.Buffers;
using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Csv;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>How values are written as CSV.</summary>
public sealed class CsvWriterTests
{
    [Theory]
    [InlineData("mouse", "mouse")]
    [InlineData("", "\"\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("27\" wide", "\"27\"\" wide\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("\r", "\"\r\"")]
    [InlineData("Zürich", "Zürich")]
    [InlineData("NULL", "\"NULL\"")]
    public void A_text_is_quoted_where_it_has_to_be(string text, string expected)
    {
        var withNullWord = new CsvDialect { NullValues = ["NULL"u8.ToArray()] };
        // Beside one that needs quotes, and alone: a column without any is written by another way.
        Write(withNullWord, Texts(text, "a,b")).ShouldBe([expected, "\"a,b\""]);
        Write(withNullWord, Texts(text)).ShouldBe([expected]);
    }

    [Fact]
    public void A_plain_column_still_tells_empty_from_null()
    {
        var builder = new BytesBuilder(DataType.String);
        builder.Append("x");
        builder.Append("");
        builder.AppendNull();
        builder.AppendAbsent();

        Write(CsvDialect.Default, builder.Build()).ShouldBe(["x", "\"\"", "", ""]);
    }

    [Theory]
    [InlineData("0.00")]
    [InlineData("-0.05")]
    [InlineData("305.20")]
    [InlineData("-9223372036854775808")]
    [InlineData("-922337203685477580.8")]
    [InlineData("0.0000000000000000009")]
    [InlineData("0.00000000000000000009")]
    [InlineData("9.223372036854775807")]
    [InlineData("9.223372036854775808")]
    [InlineData("12345678901234567890123456789012345.678")]
    public void A_decimal_keeps_its_digits_and_scale(string number)
    {
        var builder = new DecimalBuilder();
        builder.Append(Decimal38.Parse(number));

        Write(CsvDialect.Default, builder.Build()).ShouldBe([number]);
    }

    [Fact]
    public void Moments_are_written_whether_they_repeat_or_not()
    {
        var builder = new FixedBuilder<long>(DataType.Timestamp);
        foreach (var seconds in new long[] { 0, 0, 1_736_937_000, -1, -1 })
            builder.Append(seconds * 1_000_000);

        Write(CsvDialect.Default, builder.Build()).ShouldBe(
            ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2025-01-15T10:30:00Z", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"]);
    }

    [Fact]
    public void Even_a_number_is_quoted_when_the_delimiter_is_a_point()
    {
        var builder = new DecimalBuilder();
        builder.Append(Decimal38.Parse("1.5"));
        builder.Append(Decimal38.Parse("2"));

        Write(new CsvDialect { Delimiter = (byte)'.' }, builder.Build()).ShouldBe(["\"1.5\"", "2"]);
    }

    [Fact]
    public void Only_selected_rows_are_written_and_a_column_without_field_stays_empty()
    {
        var column = Texts("a", "b", "c");
        using var batch = new RecordBatch(new Schema([new Field("x", DataType.String)]), [column], 3, selection: [0, 2]);
        var output = new ArrayBufferWriter<byte>();

        new CsvWriter(CsvDialect.Default, ["y", "x"]).Write(batch, true, output);

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(",a\n,c\n");
    }

    private static Column Texts(params string[] texts)
    {
        var builder = new BytesBuilder(DataType.String);
        foreach (var text in texts)
            builder.Append(text);
        return builder.Build();
    }

    private static string[] Write(CsvDialect dialect, Column column)
    {
        using var batch = new RecordBatch(new Schema([new Field("x", column.Type), new Field("y", DataType.Int64)]), [column, Zeros(column.Length)], column.Length);
        var output = new ArrayBufferWriter<byte>();
        new CsvWriter(dialect, ["x", "y"]).Write(batch, true, output);
        var end = $"{(char)dialect.Delimiter}0\n";
        return Encoding.UTF8.GetString(output.WrittenSpan).Split(end)[..^1];
    }

    private static Column Zeros(int count)
    {
        var builder = new FixedBuilder<long>(DataType.Int64);
        for (var i = 0; i < count; i++)
            builder.Append(0);
        return builder.Build();
    }
}
