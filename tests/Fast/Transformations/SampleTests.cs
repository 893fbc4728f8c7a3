using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class SampleTests
{
    private static readonly string Records = $"[{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $$"""{"id":{{i}},"customer":{{i % 50}}}"""))}]";

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.1, 150, 250)]
    [InlineData(0.5, 900, 1_100)]
    [InlineData(1, 2_000, 2_000)]
    public void A_fraction_keeps_about_that_part(double fraction, int from, int to)
    {
        var result = Steps.Run($$"""{"type":"sample","fraction":{{fraction}}}""", Records);

        result.Counts[0].Out.ShouldBeInRange(from, to);
        result.Counts[0].Filtered.ShouldBe(2_000 - result.Counts[0].Out);
        Ids(result.Records).ShouldBeInOrder();
    }

    [Fact]
    public void A_size_keeps_so_many_in_the_order_of_the_source()
    {
        var ids = Ids(Steps.Run("""{"type":"sample","size":100,"seed":3}""", Records).Records);

        ids.Count.ShouldBe(100);
        ids.ShouldBeInOrder();
        // Spread over the whole run, not its first records.
        ids.Count(id => id >= 1_000).ShouldBeInRange(30, 70);
        Ids(Steps.Run("""{"type":"sample","size":5000}""", Records).Records).Count.ShouldBe(2_000);
        Ids(Steps.Run("""{"type":"sample","size":0}""", Records).Records).ShouldBeEmpty();
    }

    [Fact]
    public void The_seed_alone_decides_which()
    {
        var first = Steps.Run("""{"type":"sample","fraction":0.2,"seed":1}""", Records).Records;

        Steps.Run("""{"type":"sample","fraction":0.2,"seed":1}""", Records).Records.ShouldBe(first);
        Steps.Run("""{"type":"sample","fraction":0.2,"seed":2}""", Records).Records.ShouldNotBe(first);
    }

    [Fact]
    public void Key_fields_keep_records_of_one_key_together()
    {
        var kept = JsonNode.Parse(Steps.Run("""{"type":"sample","fraction":0.3,"key_fields":["customer"]}""", Records).Records)!.AsArray();

        var customers = kept.GroupBy(record => (int)record!["customer"]!).ToList();
        customers.Count.ShouldBeInRange(5, 25);
        customers.ShouldAllBe(customer => customer.Count() == 40);
    }

    [Theory]
    [InlineData("""{"type":"sample"}""", ".fraction")]
    [InlineData("""{"type":"sample","fraction":0.5,"size":3}""", ".fraction")]
    [InlineData("""{"type":"sample","fraction":1.5}""", ".fraction")]
    [InlineData("""{"type":"sample","size":-1}""", ".size")]
    public void Says_what_is_wrong(string step, string path) => Steps.Problems($"[{step}]").ShouldContain(problem => problem.Path == "$.transformations[0]" + path);

    private static List<int> Ids(string records) => [.. JsonNode.Parse(records)!.AsArray().Select(record => (int)record!["id"]!)];
}
