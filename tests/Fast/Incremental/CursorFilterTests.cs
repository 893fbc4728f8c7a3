using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Incremental;

public sealed class CursorFilterTests
{
    private static readonly Schema Fields = new(new Field("id", DataType.Int64), new Field("at", DataType.Timestamp));

    [Fact]
    public void Records_from_the_bound_to_before_the_end_pass()
    {
        var filter = new CursorFilter(Window(from: "10", until: "30"));

        Ids(filter, (1, 9), (2, 10), (3, 29), (4, 30), (5, null)).ShouldBe([2, 3, 5]);
        filter.Mark!.Value.ShouldBe(Text(29));
    }

    [Fact]
    public void The_end_that_a_database_had_is_read_itself() =>
        Ids(new CursorFilter(Window(until: "30") with { UntilIncluded = true }), (1, 30), (2, 31)).ShouldBe([1]);

    [Fact]
    public void Records_of_one_value_are_neither_lost_nor_repeated()
    {
        var first = new CursorFilter(Window());
        Ids(first, (3, 20), (7, 20), (1, 19)).ShouldBe([3, 7, 1]);

        // The key of the late record is smaller than those that were read.
        var second = new CursorFilter(Window(from: "20") with { Known = first.Mark!.Keys });
        Ids(second, (2, 20), (3, 20), (7, 20)).ShouldBe([2]);
        var both = CursorMark.Join(first.Mark, second.Mark)!;
        var third = new CursorFilter(Window(from: "20") with { Known = both.Keys });

        Ids(third, (2, 20), (3, 20), (7, 20), (8, 21)).ShouldBe([8]);
        both.Keys.Length.ShouldBe(3 * 16);
    }

    [Fact]
    public void Without_a_key_the_whole_record_tells()
    {
        var first = new CursorFilter(Window() with { Key = [] });
        Ids(first, (3, 20)).ShouldBe([3]);

        Ids(new CursorFilter(Window(from: "20") with { Key = [], Known = first.Mark!.Keys }), (3, 20), (4, 20)).ShouldBe([4]);
    }

    [Theory]
    [InlineData(NullPolicy.Include, 2)]
    [InlineData(NullPolicy.Exclude, 1)]
    public void The_policy_decides_about_records_without_a_value(NullPolicy policy, int count) =>
        Ids(new CursorFilter(Window() with { Nulls = policy }), (1, 5), (2, null)).Count.ShouldBe(count);

    [Fact]
    public void A_record_without_a_value_can_end_the_run() =>
        Should.Throw<ConnectorException>(() => Ids(new CursorFilter(Window() with { Nulls = NullPolicy.Fail }), (1, null))).Code.ShouldBe("cursor_null");

    [Fact]
    public void More_records_of_one_value_than_can_be_remembered_are_left_behind()
    {
        var rows = Enumerable.Range(0, CursorMark.MaxKeys + 2).Select(id => ((long)id, (long?)1)).ToArray();
        var filter = new CursorFilter(Window());

        Ids(filter, rows).Count.ShouldBe(rows.Length);
        filter.Mark!.TooMany.ShouldBeTrue();
        CursorMark.Join(filter.Mark, filter.Mark with { TooMany = false, Keys = [] })!.TooMany.ShouldBeTrue();
        Ids(new CursorFilter(Window(from: "1") with { FromExcluded = true }), (1, 1), (2, 2)).ShouldBe([2]);
    }

    [Fact]
    public void A_field_of_another_type_than_planned_is_an_error()
    {
        var filter = new CursorFilter(Window() with { Type = DataType.Decimal });

        Should.Throw<ConnectorException>(() => Ids(filter, (1, 1))).Code.ShouldBe("cursor_type_changed");
    }

    private static CursorWindow Window(string? from = null, string? until = null) => new()
    {
        Field = "at",
        Type = DataType.Timestamp,
        From = from is null ? null : Text(long.Parse(from, System.Globalization.CultureInfo.InvariantCulture)),
        Until = until is null ? null : Text(long.Parse(until, System.Globalization.CultureInfo.InvariantCulture)),
        Key = ["id"],
    };

    private static string Text(long seconds) => CursorValue.Of(DataType.Timestamp, seconds * 1_000_000).ToString();

    private static List<long> Ids(CursorFilter filter, params (long Id, long? At)[] rows)
    {
        var ids = ColumnBuilder.For(DataType.Int64, rows.Length);
        var moments = ColumnBuilder.For(DataType.Timestamp, rows.Length);
        foreach (var (id, at) in rows)
        {
            ((FixedBuilder<long>)ids).Append(id);
            if (at is { } seconds)
                ((FixedBuilder<long>)moments).Append(seconds * 1_000_000);
            else
                moments.AppendNull();
        }

        using var batch = new RecordBatch(Fields, [ids.Build(), moments.Build()], rows.Length);
        using var passed = filter.Apply(batch);
        var column = (FixedColumn<long>)passed.Find("id")!;
        return [.. Enumerable.Range(0, passed.Count).Select(i => column.Values[passed.RowAt(i)])];
    }
}
