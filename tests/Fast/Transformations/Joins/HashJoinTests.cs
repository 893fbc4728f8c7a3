using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Joins;

/// <summary>
/// Joins with a source that is not held in memory, against what they say: with all partitions in memory, some of them, and none; and where one
/// partition has nearly all records, of several keys or of one.
/// </summary>
public sealed class HashJoinTests
{
    private static readonly long[] Budgets = [1, 100_000, 600_000, 64 << 20];

    public static IEnumerable<object[]> Joins =>
        from type in new[] { "left", "inner", "right", "full", "semi", "anti" }
        from match in new[] { "all", "first" }
        select new object[] { type, match };

    [Theory]
    [MemberData(nameof(Joins))]
    public void Gives_the_same_however_many_partitions_are_on_disk(string type, string match)
    {
        var random = new Random(7);
        // Every tenth key is null, on both sides; some keys are on one side only.
        Check(type, match, [.. Keys(random, 1_500, 0, 1_200)], [.. Keys(random, 2_000, 300, 1_500)]);
    }

    [Theory]
    [MemberData(nameof(Joins))]
    public void Cuts_a_partition_that_has_too_many_records(string type, string match)
    {
        var keys = Enumerable.Range(0, int.MaxValue).Select(i => $"k{i}").Where(key => KeyPartition.Of(KeyHash.Of(Encoded(key)), 0) == 5).Take(24).ToArray();
        var random = new Random(8);
        Check(type, match, [.. Enumerable.Range(0, 60).Select(_ => keys[random.Next(20)])], [.. Enumerable.Range(0, 3_000).Select(_ => keys[4 + random.Next(20)])]);
    }

    [Theory]
    [MemberData(nameof(Joins))]
    public void Joins_a_partition_of_one_key_part_by_part(string type, string match) =>
        Check(type, match, ["a", "b", "a", null, "a"], [.. Enumerable.Repeat("a", 3_000), "c", null]);

    private static IEnumerable<string?> Keys(Random random, int count, int least, int most) =>
        Enumerable.Range(0, count).Select(i => i % 10 == 0 ? null : $"k{random.Next(least, most)}");

    private static void Check(string type, string match, string?[] left, string?[] right)
    {
        var inputs = new JsonInputs(new Dictionary<string, string> { ["s"] = Json(right.Select((key, i) => new JsonObject { ["k"] = key, ["v"] = Value(i) })) }, fitInMemory: false);
        using var records = JsonRecords.Parse(Json(left.Select((key, i) => new JsonObject { ["id"] = i, ["k"] = key })));
        var step = $$"""{"type":"join","join_type":"{{type}}","match":"{{match}}","primary_key":"k","join_source":"s"}""";
        var expected = Expected(type, match, left, right).ToList();

        foreach (var memory in Budgets)
        {
            var result = StepRun.Run(Steps.Compile(step, records.Schema, inputs), inputs, records, pieces: memory == 1 ? 1 : 5, memory);

            JsonDocument.Parse(result.Records).RootElement.EnumerateArray().Select(Read).ShouldBe(expected, $"with {memory} bytes");
            result.Counts[^1].Balances.ShouldBeTrue(result.Counts[^1].ToString());
        }
    }

    /// <summary>What the join should give, as the record's number, its key and its match's number.</summary>
    private static IEnumerable<(int? Id, string? Key, int? Match)> Expected(string type, string match, string?[] left, string?[] right)
    {
        var matches = right.Select((key, i) => (Key: key, Match: i)).Where(other => other.Key is not null).ToLookup(other => other.Key, other => other.Match);
        for (var i = 0; i < left.Length; i++)
        {
            var found = (left[i] is null ? [] : matches[left[i]]).Take(match == "first" ? 1 : int.MaxValue).Select(number => (int?)number).ToList();
            foreach (var number in Kept(type, found))
                yield return (i, left[i], number);
        }

        for (var i = 0; i < right.Length && type is "right" or "full"; i++)
        {
            if (right[i] is null || !left.Contains(right[i]))
                yield return (null, right[i], i);
        }
    }

    private static IEnumerable<int?> Kept(string type, List<int?> found) => type switch
    {
        "left" or "full" => found.DefaultIfEmpty(),
        "semi" => found.Take(1).Select(_ => (int?)null),
        "anti" => found.Count == 0 ? [null] : [],
        _ => found,
    };

    private static (int? Id, string? Key, int? Match) Read(JsonElement record) => (
        record.GetProperty("id") is { ValueKind: JsonValueKind.Number } id ? id.GetInt32() : null,
        record.GetProperty("k").GetString(),
        record.TryGetProperty("v", out var value) && value.GetString() is { } text ? int.Parse(text.Split(' ')[0]) : null);

    // Long enough that a few thousand are more than the least of memory.
    private static string Value(int number) => $"{number} {new string('x', 120)}";

    private static string Json(IEnumerable<JsonObject> records) => new JsonArray([.. records]).ToJsonString();

    private static byte[] Encoded(string text)
    {
        var builder = new ValueBuilder(DataType.String, 1);
        builder.Append(System.Text.Encoding.UTF8.GetBytes(text));
        var (column, keys) = (builder.Build(), new EncodedKeys());
        new KeyEncoder(new KeyOrder[1]).Encode([column], [0], keys, new Scratch());
        column.Release();
        return keys[0].ToArray();
    }
}
