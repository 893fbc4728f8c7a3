using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Incremental;

public sealed class CursorRequestTests
{
    private static readonly Schema Fields = new(new Field("id", DataType.Int64), new Field("at", DataType.Timestamp), new Field("note", DataType.String), new Field("flag", DataType.Bool));

    [Fact]
    public void The_first_load_begins_with_the_initial_value_and_reads_nulls()
    {
        var window = Request("at", initial: "2025-01-01").ToWindow(Fields)!;

        (window.From, window.FromExcluded, window.Nulls).ShouldBe(("2025-01-01T00:00:00Z", false, NullPolicy.Include));
    }

    [Fact]
    public void Later_loads_go_on_at_the_cursor()
    {
        var mark = new CursorMark(DataType.Int64, "7", new byte[16]);
        var window = (Request("id", initial: 1) with { From = mark }).ToWindow(Fields)!;

        (window.From, window.FromExcluded, window.Nulls, window.Known.Length).ShouldBe(("7", false, NullPolicy.Exclude, 16));
        (Request("id") with { From = mark with { Keys = [], TooMany = true } }).ToWindow(Fields)!.FromExcluded.ShouldBeTrue();
    }

    [Fact]
    public void Reading_back_knows_no_records()
    {
        var window = (Request("id", lookback: 5) with { From = new CursorMark(DataType.Int64, "7", new byte[16]) }).ToWindow(Fields)!;

        (window.From, window.Known.Length).ShouldBe(("2", 0));
    }

    [Fact]
    public void A_backfill_has_bounds_of_its_own()
    {
        var window = (Request("at", initial: "2025-01-01") with { Bounds = new CursorBounds("2024-01-01", "2024-02-01") }).ToWindow(Fields)!;

        (window.From, window.Until, window.UntilIncluded).ShouldBe(("2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", false));
    }

    [Fact]
    public void A_cursor_that_was_text_follows_a_field_that_is_declared_now() =>
        (Request("at") with { From = new CursorMark(DataType.String, "2025-01-01T00:00:00Z", []) }).ToWindow(Fields)!.From.ShouldBe("2025-01-01T00:00:00Z");

    [Theory]
    [InlineData("gone", null, "cursor_field_missing")]
    [InlineData("flag", null, "cursor_type")]
    [InlineData("id", "yesterday", "validation_failed")]
    public void What_does_not_fit_the_field_is_refused(string field, string? initial, string code) =>
        Should.Throw<ConnectorException>(() => Request(field, initial: initial).ToWindow(Fields)).Code.ShouldBe(code);

    [Fact]
    public void Text_has_no_distance_to_read_back() =>
        Should.Throw<ConnectorException>(() => (Request("note", lookback: "1d") with { From = new CursorMark(DataType.String, "b", []) }).ToWindow(Fields)).Hint!.ShouldContain("schema.fields");

    private static CursorRequest Request(string field, object? initial = null, object? lookback = null) => new(
        new IncrementalSettings { CursorField = field, InitialValue = JsonSerializer.SerializeToElement(initial), Lookback = JsonSerializer.SerializeToElement(lookback) }, null, null);
}
