using System.Buffers.Binary;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Windows;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Windows;

public sealed class LastValuesTests
{
    [Fact]
    public async Task No_record_waits_in_memory_for_the_end_of_its_partition()
    {
        var plan = new WindowPlan([], [], [], [new WindowField { Function = WindowOperation.LastValue, Field = "v", OutputField = "z" }], [FieldPath.Parse("v")]);
        await using var resources = StepRun.Resources(new(1 << 20));
        using var lasts = new LastValues(plan, resources.Spill);
        var batches = await lasts.FindAsync(Enumerable.Range(0, 5).Select(Keyed).ToAsyncEnumerable(), CancellationToken.None).ToListAsync();
        using var run = new WindowRun(plan, lasts);

        foreach (var batch in batches)
        {
            using (batch)
                run.Add(batch);
            run.TryTake(out var complete).ShouldBeTrue();
            using (complete.Batch)
                JsonRecords.Write(complete.Batch).ShouldEndWith(",\"z\":499}]");
        }
    }

    [Fact]
    public void Each_of_many_partitions_has_its_own()
    {
        var records = string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""{"g":{{(i % 1500 == 3 ? "null" : i % 1500)}},"i":{{i}},"t":{{(i % 7 == 0 ? "null" : $"\"t{i}\"")}}}"""));

        var result = Steps.Run(
            """{"type":"window","partition_by":["g"],"functions":[{"function":"last_value","field":"t","output_field":"lt"},{"function":"row_number","output_field":"n"},{"function":"last_value","field":"i","output_field":"li"}]}""",
            $"[{records}]");

        var made = System.Text.Json.Nodes.JsonNode.Parse(result.Records)!.AsArray();
        for (var i = 0; i < 5000; i++)
        {
            var last = i % 1500 + (i % 1500 < 500 ? 4500 : 3000);
            (made[i]!["li"]!.GetValue<int>(), made[i]!["lt"]?.GetValue<string>(), made[i]!["n"]!.GetValue<int>()).ShouldBe((last, last % 7 == 0 ? null : $"t{last}", (i / 1500) + 1));
        }
    }

    [Fact]
    public void Nothing_comes_of_no_records() =>
        Steps.Run(
            """[{"type":"record_filter","condition":{"field":"i","operator":"<","value":0}},{"type":"window","functions":[{"function":"last_value","field":"i","output_field":"z"}]}]""",
            """[{"i":1}]""").Records.ShouldBe("[]");

    private static RecordBatch Keyed(int number)
    {
        var (values, keys) = (new FixedBuilder<long>(DataType.Int64, 100), new BytesBuilder(DataType.Binary, 100));
        Span<byte> sequence = stackalloc byte[sizeof(long)];
        for (var i = number * 100; i < (number + 1) * 100; i++)
        {
            values.Append(i);
            BinaryPrimitives.WriteInt64BigEndian(sequence, i);
            keys.Append(sequence);
        }

        return new RecordBatch(new Schema([new("v", DataType.Int64), SortedRuns.KeyField]), [values.Build(), keys.Build()], 100);
    }
}
