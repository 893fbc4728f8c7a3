using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>Types that JSON does not have: moments, doubles and bytes, as databases bring them.</summary>
public sealed class ColumnTypeTests
{
    [Theory]
    [InlineData("at", "equals", "\"2025-01-15T10:30:00Z\"", "1")]
    [InlineData("at", "equals", "\"2025-01-15T11:30:00+01:00\"", "1")]
    [InlineData("at", "less_than", "\"2025-01-16\"", "1")]
    [InlineData("at", "greater_or_equal", "\"2025-01-16T00:00:00\"", "2")]
    [InlineData("at", "equals", "5", "")]
    [InlineData("day", "between", "[\"2025-01-15\",\"2025-01-15\"]", "1")]
    [InlineData("day", "equals", "\"no date\"", "")]
    [InlineData("local", "greater_than", "\"2025-01-15\"", "1 2")]
    [InlineData("hour", "less_than", "\"12:00\"", "1")]
    [InlineData("real", "equals", "0.1", "1")]
    [InlineData("real", "greater_than", "0.1", "2")]
    [InlineData("bytes", "contains", "\"a\"", "")]
    [InlineData("bytes", "is_empty", "", "2")]
    [InlineData("flag", "equals", "true", "1")]
    public void Compares(string field, string comparison, string value, string expected)
    {
        using var input = Batch();
        var condition = value.Length == 0 ? "" : $",\"value\":{value}";

        var result = Steps.Run(
            $$$"""[{"type":"record_filter","condition":{"field":"{{{field}}}","operator":"{{{comparison}}}"{{{condition}}}}},{"type":"field_mapping","mappings":{"id":"id"},"keep_unmapped":false}]""", input);

        result.Records.ShouldBe($"[{string.Join(',', expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => $$"""{"id":{{id}}}"""))}]");
    }

    [Fact]
    public void Calculates_with_the_decimal_that_a_double_is_written_as()
    {
        using var input = Batch();

        var result = Steps.Run(
            """
            [{"type":"field_calculation","field_name":"r","operation":"multiply","parameters":{"source_fields":["real","id"]}},
             {"type":"field_mapping","mappings":{"r":"r"},"keep_unmapped":false}]
            """,
            input);

        result.Records.ShouldBe("""[{"r":0.1}]""");
        // The second is infinite.
        result.Rejected.ShouldHaveSingleItem().Errors[0].Code.ShouldBe("number_out_of_range");
    }

    [Fact]
    public void Joins_as_text_what_each_type_is_written_as()
    {
        using var input = Batch();

        var result = Steps.Run(
            """
            [{"type":"field_addition","field_name":"all","operation":"concat","parameters":{"source_fields":["at","day","local","hour","real","bytes","flag"],"separator":"|"}},
             {"type":"field_mapping","mappings":{"all":"all"},"keep_unmapped":false}]
            """,
            input);

        result.Records.ShouldBe("""[{"all":"2025-01-15T10:30:00Z|2025-01-15|2025-01-15T10:30:00|10:30:00|0.1|YWI=|true"},{"all":"2025-01-16T00:00:00Z|2025-01-16|2025-01-16T00:00:00|12:00:00|Infinity||false"}]""");
    }

    private static RecordBatch Batch()
    {
        const long Day = 20_103;
        const long Microseconds = 86_400_000_000;
        const long Morning = 37_800_000_000;
        var bytes = new BytesBuilder(DataType.Binary);
        bytes.Append("ab"u8);
        bytes.Append([]);
        var columns = new (string Name, Column Column)[]
        {
            ("id", Fixed(DataType.Int64, 1L, 2L)),
            ("at", Fixed(DataType.Timestamp, (Day * Microseconds) + Morning, (Day + 1) * Microseconds)),
            ("day", Fixed(DataType.Date, Day, Day + 1)),
            ("local", Fixed(DataType.LocalTimestamp, (Day * Microseconds) + Morning, (Day + 1) * Microseconds)),
            ("hour", Fixed(DataType.Time, Morning, Microseconds / 2)),
            ("real", Fixed(DataType.Double, 0.1, double.PositiveInfinity)),
            ("bytes", bytes.Build()),
            ("flag", Fixed(DataType.Bool, true, false)),
        };
        return new RecordBatch(new Schema(columns.Select(column => new Field(column.Name, column.Column.Type))), [.. columns.Select(column => column.Column)], 2);
    }

    private static Column Fixed<T>(DataType type, T first, T second)
        where T : unmanaged
    {
        var builder = new FixedBuilder<T>(type);
        builder.Append(first);
        builder.Append(second);
        return builder.Build();
    }
}
