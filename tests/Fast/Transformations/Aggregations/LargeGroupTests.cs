using System.Globalization;
using System.Text.Json.Nodes;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Storage;
using DataAggregator.Transformations.Aggregations;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Aggregations;

/// <summary>Groups whose values are more than there is memory for.</summary>
public sealed class LargeGroupTests
{
    private const int Records = 600_000;

    private static readonly ISpillStore Spill = new ServiceCollection().AddDiskSpill(Path.Combine(Path.GetTempPath(), "dataaggregator-tests-spill"))
        .BuildServiceProvider().GetRequiredService<ISpillStore>();

    [Fact]
    public void Medians_and_different_values_of_more_than_memory_are_exact()
    {
        // A permutation, so that neither the order nor the halves of the records tell the result.
        using var input = Numbers(i => i * 7_919L % Records);

        var result = Run(
            """
            {"type":"aggregation","aggregated_fields":[{"input_field":"v","output_field":"median","operation":"median"},{"input_field":"v","output_field":"p90","operation":"percentile","percentile":90},
            {"input_field":"v","output_field":"different","operation":"count_distinct"},{"input_field":"w","output_field":"few","operation":"count_distinct"},{"input_field":"v","output_field":"sum","operation":"sum"}]}
            """,
            input);

        result.Records.ShouldBe("""[{"median":299999.5,"p90":539999.1,"different":600000,"few":1000,"sum":179999700000}]""");
    }

    [Fact]
    public void Groups_of_which_one_has_nearly_all_values_are_exact()
    {
        using var input = Numbers(i => i, i => i % 100_000 == 7 ? i / 100_000 : -1);

        var result = Run(
            """{"type":"aggregation","group_by_fields":["g"],"aggregated_fields":[{"input_field":"v","output_field":"median","operation":"median"},{"input_field":"v","output_field":"n","operation":"count_distinct"}]}""",
            input);

        var made = JsonNode.Parse(result.Records)!.AsArray();
        made.Select(group => group!["g"]!.GetValue<int>()).ShouldBe([-1, 0, 1, 2, 3, 4, 5]);
        made[0]!.ToJsonString().ShouldBe("""{"g":-1,"median":299999.5,"n":599994}""");
        made[6]!.ToJsonString().ShouldBe("""{"g":5,"median":500007,"n":1}""");
    }

    [Fact]
    public void List_that_is_too_long_for_one_value_is_refused_with_the_way_out()
    {
        using var input = Texts(rows: 100, groups: 1);

        var error = Should.Throw<ConnectorException>(() => Run("""{"type":"aggregation","aggregated_fields":[{"input_field":"t","output_field":"all","operation":"concat"}]}""", input));

        error.Code.ShouldBe("group_too_large");
        error.Message.ShouldBe("The values of one group for 'all' take more than 16 MB, and they would become one value of one record.");
        error.Hint!.ShouldContain("DATAAGGREGATOR_MEMORY_BUDGET");
    }

    [Fact]
    public void Few_groups_with_long_lists_come_one_after_the_other()
    {
        using var input = Texts(rows: 90, groups: 9);

        var result = Run("""{"type":"aggregation","group_by_fields":["g"],"aggregated_fields":[{"input_field":"t","output_field":"all","operation":"list"}]}""", input);

        var made = JsonNode.Parse(result.Records)!.AsArray();
        made.Select(group => (group!["g"]!.GetValue<int>(), group["all"]!.AsArray().Count)).ShouldBe(Enumerable.Range(0, 9).Select(g => (g, 10)));
        made[3]!["all"]![1]!.GetValue<string>().ShouldBe(new string('a', 300_000) + "12");
    }

    [Fact]
    public void Runs_are_merged_when_they_are_many()
    {
        using var runs = new ValueRuns(Spill);
        var expected = new List<string>();
        for (var run = 0; run < 150; run++)
        {
            var values = new ValueChains("v");
            values.Reserve(2);
            foreach (var value in new[] { $"{run * 37 % 150:000}", $"{run:000}" })
            {
                values.Add(1, 0, System.Text.Encoding.UTF8.GetBytes(value));
                expected.Add(value);
            }

            runs.Add(values, 2);
        }

        var found = new List<string>();
        for (var merge = runs.Read(1); merge.Move();)
            found.Add(System.Text.Encoding.UTF8.GetString(merge.Value));
        found.ShouldBe(expected.Order(StringComparer.Ordinal));
        (runs.CountOf(0), runs.CountOf(1), runs.Read(0).Move()).ShouldBe((0, 300, false));
    }

    private static StepsResult Run(string step, RecordBatch input) => StepRun.Run(Steps.Compile(step, input.Schema), new JsonInputs(null), input, pieces: 40, memory: 1 << 20);

    private static RecordBatch Numbers(Func<int, long> value, Func<int, long>? group = null)
    {
        var (groups, values, few) = (new FixedBuilder<long>(DataType.Int64, Records), new FixedBuilder<long>(DataType.Int64, Records), new FixedBuilder<long>(DataType.Int64, Records));
        for (var i = 0; i < Records; i++)
        {
            groups.Append(group?.Invoke(i) ?? 0);
            values.Append(value(i));
            few.Append(i % 1000);
        }

        return new RecordBatch(new Schema([new("g", DataType.Int64), new("v", DataType.Int64), new("w", DataType.Int64)]), [groups.Build(), values.Build(), few.Build()], Records);
    }

    private static RecordBatch Texts(int rows, int groups)
    {
        var (numbers, texts) = (new FixedBuilder<long>(DataType.Int64, rows), new BytesBuilder(DataType.String, rows));
        for (var i = 0; i < rows; i++)
        {
            numbers.Append(i % groups);
            texts.Append(System.Text.Encoding.UTF8.GetBytes(new string('a', 300_000) + i.ToString(CultureInfo.InvariantCulture)));
        }

        return new RecordBatch(new Schema([new("g", DataType.Int64), new("t", DataType.String)]), [numbers.Build(), texts.Build()], rows);
    }
}
