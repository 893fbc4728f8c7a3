using DataAggregator.Connectors.PostgreSql.Copy;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.PostgreSql;

public sealed class ValueWritersTests
{
    // The field's length and the bytes that the type's own send function gives.
    [Theory]
    [InlineData(DataType.Int64, "Int2", -2L, "00000002fffe")]
    [InlineData(DataType.Int64, "Int4", 70_000L, "0000000400011170")]
    [InlineData(DataType.Int64, "Int8", -1L, "00000008ffffffffffffffff")]
    [InlineData(DataType.Int64, "Text", -42L, "000000032d3432")]
    [InlineData(DataType.Date, "Date", 10_957L, "0000000400000000")]
    [InlineData(DataType.Date, "Text", 0L, "0000000a313937302d30312d3031")]
    [InlineData(DataType.Time, "Time", 1L, "000000080000000000000001")]
    [InlineData(DataType.Timestamp, "TimestampTz", 946_684_800_000_001L, "000000080000000000000001")]
    [InlineData(DataType.LocalTimestamp, "Timestamp", 946_684_799_999_999L, "00000008ffffffffffffffff")]
    public void Values_are_written_as_the_type_s_own_binary_form(DataType type, string kind, long value, string hex) =>
        Written(type, kind, value).ShouldBe(hex);

    [Theory]
    [InlineData(DataType.Int64, "Int2", 32_768L)]
    [InlineData(DataType.Int64, "Int4", long.MinValue)]
    [InlineData(DataType.Date, "Date", long.MaxValue)]
    [InlineData(DataType.Date, "Text", 2_932_897L)]
    [InlineData(DataType.Timestamp, "TimestampTz", long.MinValue)]
    [InlineData(DataType.Timestamp, "Text", -62_135_596_800_000_001L)]
    public void Values_beyond_the_type_s_range_are_refused(DataType type, string kind, long value) => Written(type, kind, value).ShouldBeNull();

    [Theory]
    [InlineData(DataType.Bool, "Int4")]
    [InlineData(DataType.Binary, "Text")]
    [InlineData(DataType.Json, "Text")]
    [InlineData(DataType.String, "Int4")]
    [InlineData(DataType.Decimal, "Float8")]
    [InlineData(DataType.Date, "TimestampTz")]
    public void What_would_need_a_cast_has_no_writer(DataType type, string kind) => ValueWriters.For(type, Enum.Parse<ColumnKind>(kind)).ShouldBeNull();

    [Fact]
    public void Texts_of_every_length_stand_one_after_the_other()
    {
        string[] texts = [.. Enumerable.Range(0, 70).Select(length => new string((char)('a' + (length % 26)), length))];

        Written(ValueWriters.For(DataType.String, ColumnKind.Text)!, texts).ShouldBe(string.Concat(texts.Select(Field)));
        Written(new EscapedTextWriter(), texts).ShouldBe(string.Concat(texts.Select(text => Hex(text + "\t"))));
    }

    [Fact]
    public void Only_the_text_with_a_zero_byte_is_refused()
    {
        string[] texts = ["one", "t\0o", "three"];

        Written(ValueWriters.For(DataType.String, ColumnKind.Text)!, texts).ShouldBe(Field("one") + "refused" + Field("three"));
        Written(new EscapedTextWriter(), texts).ShouldBe(Hex("one\t") + "refused" + Hex("three\t"));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\tb\nc\rd\\e", @"a\tb\nc\rd\\e")]
    [InlineData(@"\N", @"\\N")]
    [InlineData(@"\.", @"\\.")]
    public void What_separates_values_is_escaped(string text, string written) => Written(new EscapedTextWriter(), ["first", text]).ShouldBe(Hex($"first\t{written}\t"));

    [Theory]
    [InlineData("0")]
    [InlineData("-9223372036854775808")]
    [InlineData("-0.99999999999999999999999999999999999999")]
    [InlineData("99999999999999999999999999999999999999")]
    public void Numbers_are_written_with_all_their_digits(string number)
    {
        var builder = new DecimalBuilder();
        builder.Append(Decimal38.Parse(number));

        Written(new DigitsWriter(), builder.Build()).ShouldBe(Hex(number + "\t"));
    }

    private static string Hex(string text) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));

    private static string Field(string text) => $"{text.Length:x8}{Hex(text)}";

    private static string Written(ValueWriter writer, string[] texts)
    {
        var builder = new BytesBuilder(DataType.String);
        foreach (var text in texts)
            builder.Append(text);
        return Written(writer, builder.Build());
    }

    private static string Written(ValueWriter writer, Column column)
    {
        using var buffer = new CopyBuffer(16);
        writer.Bind(column);
        var fields = new List<Range?>();
        for (var row = 0; row < column.Length; row++)
        {
            var start = buffer.Used;
            fields.Add(writer.TryWrite(buffer, row) ? start..buffer.Used : null);
        }

        column.Release();
        return string.Concat(fields.Select(field => field is { } range ? Convert.ToHexStringLower(buffer.Written.Span[range]) : "refused"));
    }

    private static string? Written(DataType type, string kind, long value)
    {
        var builder = new FixedBuilder<long>(type);
        builder.Append(value);
        var column = builder.Build();
        using var buffer = new CopyBuffer(16);
        var writer = ValueWriters.For(type, Enum.Parse<ColumnKind>(kind))!;
        writer.Bind(column);
        var written = writer.TryWrite(buffer, 0);
        column.Release();
        return written ? Convert.ToHexStringLower(buffer.Written.Span) : null;
    }
}
