using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Engine;

/// <summary>Records that branches make of one record of the source are told apart, and are numbered alike in however many parts they come.</summary>
public sealed class CopyNumberTests
{
    private const string Split = """{"type":"record_splitting","field_name":"items"}""";
    private const string Unpivot = """{"type":"unpivot","value_fields":["a","b"],"name_field":"letter","value_field":"v"}""";
    private const string Number = """{"type":"field_addition","field_name":"uuid","value":"uuid"}""";
    private const string Nested = """{"type":"conditional","condition":{"field":"id","operator":"greater_than","value":0},"then":""";

    private const string First = """{"type":"conditional","condition":{"expression":"is_number(items[0])"},"then":""";

    // Two rows at a time fit of the first, and not even one of the second.
    private static readonly string Flat = Repeat(5, Repeat(70, "7"));
    private static readonly string Deep = Repeat(3, Repeat(60, "[0,1,2,3,4]"));

    [Theory]
    [InlineData(false, $"{Split},{Number}", 352)]
    [InlineData(false, $"{Unpivot},{Split},{Number}", 704)]
    [InlineData(false, $"{Nested}[{Split},{Number}]}}", 352)]
    [InlineData(true, $"{Split},{Split},{Number}", 902)]
    [InlineData(true, $"{Nested}[{Split},{Split},{Number}]}}", 902)]
    [InlineData(true, $"{Nested}[{Split},{Number}]}},{Split}", 182)]
    public void Records_of_one_that_a_branch_makes_in_parts_are_told_apart(bool isDeep, string then, int numbers)
    {
        var steps = $$"""[{{Split}},{{Nested}}[{{then}}]},{"type":"field_removal","field_names":["note"]}]""";

        var cut = Steps.Run(steps, Records(isDeep ? Deep : Flat, new string('x', 100_000)));
        var whole = Steps.Run(steps, Records(isDeep ? Deep : Flat, ""));

        (cut.Batches > 2, whole.Batches).ShouldBe((true, 1));
        Uuids(cut).Distinct().Count().ShouldBe(numbers);
        Uuids(cut).ShouldBe(Uuids(whole));
    }

    [Theory]
    [InlineData($"[{Split},{Number}]", $"[{Split},{Number}]", 8)]
    [InlineData($"[{Number}]", $"[{Split},{Number}]", 6)]
    [InlineData($"[{Split},{Number}]", $"[{Number},{Split}]", 6)]
    [InlineData($"[{First}[{Split},{Number}],\"else\":[{Split},{Number}]}}]", $"[{Split},{Number}]", 8)]
    public void Records_of_one_that_go_into_both_branches_are_told_apart(string then, string otherwise, int numbers)
    {
        var steps = $$"""[{{Split}},{{First}}{{then}},"else":{{otherwise}}}]""";

        var made = Steps.Run(steps, """[{"id":1,"items":[[1,2],["a","b"]]},{"id":2,"items":[["a","b"],[1,2]]}]""");

        Uuids(made).Distinct().Count().ShouldBe(numbers);
    }

    private static string Repeat(int count, string element) => $"[{string.Join(',', Enumerable.Repeat(element, count))}]";

    private static string Records(string items, string note) =>
        $$"""[{"id":1,"a":1,"b":2,"note":"{{note}}","items":{{items}}},{"id":2,"a":1,"b":2,"note":"","items":[[[1],[2]]]}]""";

    private static List<string?> Uuids(StepsResult result) =>
        [.. JsonDocument.Parse(result.Records).RootElement.EnumerateArray().Select(record => record.GetProperty("uuid").GetString())];
}
