using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class DateTests
{
    [Theory]
    [InlineData("2025-01-15", true)]
    [InlineData("2024-02-29", true)]
    [InlineData("0001-01-01", true)]
    [InlineData("2025-01-15T10:30:00Z", true)]
    [InlineData("2025-01-15t10:30:00.123456789z", true)]
    [InlineData("2025-01-15 10:30:00+05:30", true)]
    [InlineData("2025-01-15T10:30", true)]
    [InlineData("2025-02-29", false)]
    [InlineData("2100-02-29", false)]
    [InlineData("2025-00-10", false)]
    [InlineData("2025-13-01", false)]
    [InlineData("2025-04-31", false)]
    [InlineData("0000-01-01", false)]
    [InlineData("2025-1-5", false)]
    [InlineData("15.01.2025", false)]
    [InlineData("2025-01-15T24:00:00Z", false)]
    [InlineData("2025-01-15T10:60:00Z", false)]
    [InlineData("2025-01-15T10:30:60Z", false)]
    [InlineData("2025-01-15T10:30:00.Z", false)]
    [InlineData("2025-01-15T10:30:00+5", false)]
    [InlineData("2025-01-15T", false)]
    [InlineData("2025-01-15Z", false)]
    [InlineData("20250115", false)]
    [InlineData("", false)]
    [InlineData("today", false)]
    [InlineData("２０２５-01-15", false)]
    public void Knows_a_date(string text, bool valid) => Rules.CheckText("date", "{}", text).ShouldBe(valid ? null : "invalid_date");

    [Theory]
    [InlineData("dd.MM.yyyy", "29.02.2024", true)]
    [InlineData("dd.MM.yyyy", "29.02.2023", false)]
    [InlineData("dd.MM.yyyy", "9.2.2024", false)]
    [InlineData("d.M.yyyy", "9.2.2024", true)]
    [InlineData("MM/dd/yyyy HH:mm", "12/31/2024 23:59", true)]
    [InlineData("MM/dd/yyyy HH:mm", "31/12/2024 23:59", false)]
    [InlineData("dd MMM yyyy", "05 Mar 2024", true)]
    [InlineData("%d/%m/%Y", "29/02/2024", true)]
    [InlineData("%d/%m/%Y", "02/29/2024", false)]
    [InlineData("yyyy-MM-dd HH:mm xxx", "2024-02-29 10:00 +01:00", true)]
    public void Takes_the_formats_that_it_is_told(string format, string text, bool valid) =>
        Rules.CheckText("date", $$"""{"formats":["{{format}}","yyyy"]}""", text).ShouldBe(valid ? null : "invalid_date");

    [Theory]
    [InlineData("20240229", null)]
    [InlineData("20230229", "invalid_date")]
    [InlineData("true", "invalid_date")]
    public void Takes_a_number_for_its_digits(string value, string? code) => Rules.Check("date", """{"formats":["yyyyMMdd"]}""", value).ShouldBe(code);

    [Theory]
    [InlineData("2000-01-01", null)]
    [InlineData("1999-12-31T23:59:59Z", "date_out_of_range")]
    [InlineData("2000-01-01T00:30:00+01:00", "date_out_of_range")]
    [InlineData("2025-12-31", null)]
    [InlineData("2025-12-31T00:00:01Z", "date_out_of_range")]
    public void Holds_dates_to_bounds(string text, string? code) => Rules.CheckText("date", """{"min":"2000-01-01","max":"2025-12-31"}""", text).ShouldBe(code);

    [Theory]
    [InlineData(DataType.Date, 10957, 0)]
    [InlineData(DataType.Date, 10956, 1)]
    [InlineData(DataType.Timestamp, 946_684_800_000_000, 0)]
    [InlineData(DataType.Timestamp, 946_684_799_999_999, 1)]
    [InlineData(DataType.Time, 0, 1)]
    public void Holds_fields_of_dates_to_bounds(DataType type, long value, int rejected)
    {
        var builder = new FixedBuilder<long>(type);
        builder.Append(value);
        using var input = new RecordBatch(new Schema(new Field("v", type)), [builder.Build()], 1);

        Steps.Run(Rules.Step("date", """{"min":"2000-01-01"}"""), input).Rejected.Count.ShouldBe(rejected);
    }

    [Theory]
    [InlineData("""{"formats":["MM-dd"]}""", "formats[0]")]
    [InlineData("""{"formats":["YYYY-MM-dd"]}""", "formats[0]")]
    [InlineData("""{"formats":["HH:mm"]}""", "formats[0]")]
    [InlineData("""{"formats":["iso8601","'abc"]}""", "formats[1]")]
    [InlineData("""{"formats":[]}""", "formats")]
    [InlineData("""{"min":"yesterday"}""", "min")]
    [InlineData("""{"min":"2025-01-02","max":"2025-01-01"}""", "max")]
    public void Refuses_settings_that_mean_nothing(string parameters, string path) =>
        Steps.Problems(Rules.Step("date", parameters)).ShouldHaveSingleItem().Path.ShouldBe($"$.transformations.parameters.{path}");
}
