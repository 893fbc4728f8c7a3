using System.Text.Json.Nodes;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Engine.Exchanges;

public sealed class ExternalSortTests
{
    [Theory]
    [InlineData(1, 64 << 20)]
    [InlineData(1, 1)]
    [InlineData(2, 20_000)]
    [InlineData(3, 1)]
    public async Task Sorts_whatever_the_budget_and_the_number_of_lanes(int lanes, long budget)
    {
        // 90 batches, so that with a budget of nothing there are more runs than are merged at a time.
        var batches = Enumerable.Range(0, 90).Select(batch => Enumerable.Range(0, 40).Select(i => $$"""{"k":{{(((batch * 40) + i) * 7919) % 101}},"n":{{(batch * 40) + i}}}""").ToList()).ToList();

        var sorted = await SortAsync([.. batches.Select(batch => $"[{string.Join(',', batch)}]")], lanes, budget);

        var expected = batches.SelectMany(batch => batch).Select(json => JsonNode.Parse(json)!).OrderBy(record => (int)record["k"]!).ThenBy(record => (int)record["n"]!);
        sorted.ShouldBe($"[{string.Join(',', expected.Select(record => record.ToJsonString()))}]");
    }

    [Theory]
    [InlineData(64 << 20)]
    [InlineData(1)]
    public async Task Batches_of_differing_schemas_get_the_union_in_source_order(long budget)
    {
        var sorted = await SortAsync(["""[{"k":3,"a":1}]""", """[{"k":2.5,"b":"x"}]""", """[{"k":1,"a":true}]"""], 2, budget);

        sorted.ShouldBe("""[{"k":1,"a":true},{"k":2.5,"b":"x"},{"k":3,"a":1}]""");
    }

    [Fact]
    public async Task Where_a_batch_ends_does_not_depend_on_what_was_spilled()
    {
        var batches = Enumerable.Range(0, 5).Select(batch => $"[{string.Join(',', Enumerable.Range(0, 4000).Select(i => $$"""{"k":{{i * 7919 % 4001}},"n":"{{new string('x', i % 97)}} {{batch}}"}"""))}]").ToList();

        var inMemory = await BatchesAsync(batches, 1, 64 << 20);

        inMemory.Count.ShouldBeGreaterThan(2);
        (await BatchesAsync(batches, 1, 1)).ShouldBe(inMemory);
        (await BatchesAsync(batches, 3, 200_000)).ShouldBe(inMemory);
    }

    [Fact]
    public async Task Nothing_gives_nothing() => (await SortAsync(["[]"], 2, 1)).ShouldBe("[]");

    private static async Task<string> SortAsync(IReadOnlyList<string> batches, int laneCount, long budget) =>
        $"[{string.Join(',', await BatchesAsync(batches, laneCount, budget))}]";

    private static async Task<List<string>> BatchesAsync(IReadOnlyList<string> batches, int laneCount, long budget)
    {
        var memory = new MemoryBudget(budget);
        await using var resources = StepRun.Resources(memory);
        await using (var sort = new ExternalSort(resources))
        {
            var lanes = Enumerable.Range(0, laneCount).Select(_ => sort.OpenLane(default(KeyOrder))).ToList();
            for (var i = 0; i < batches.Count; i++)
            {
                using var batch = JsonRecords.Parse(batches[i]);
                // Taken from the last, as lanes may take partitions in any order.
                var lane = lanes[(batches.Count - i) % laneCount];
                if (batch.RowCount > 0)
                    await lane.AddAsync(batch, [batch.Find("k")!], [.. Enumerable.Range(0, batch.RowCount)], Sequence.Of(i, 0), new Scratch(), CancellationToken.None);
            }

            foreach (var lane in lanes)
                lane.Complete();
            var records = new List<string>();
            await foreach (var batch in sort.ReadAsync(CancellationToken.None))
            {
                using (batch)
                    records.Add(JsonRecords.Write(batch)[1..^1]);
            }

            return records;
        }
    }
}
