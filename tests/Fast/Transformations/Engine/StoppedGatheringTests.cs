using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Engine;

/// <summary>A run that is told to stop in the midst of a step that needs all of it stops between two batches: what is counted is batches, not time.</summary>
public sealed class StoppedGatheringTests
{
    private const int StopAfter = 40;
    private const int Most = 4_000;
    private const int Workers = 3;
    private const int RowsABatch = 64;

    public static TheoryData<string, long> Gatherings()
    {
        var data = new TheoryData<string, long>();
        string[] steps =
        [
            """[{"type":"sort","fields":[{"field":"k"}]}]""",
            """[{"type":"aggregation","group_by_fields":["n"],"aggregated_fields":[{"input_field":"k","output_field":"sum","operation":"sum"}]}]""",
            """[{"type":"deduplication","key_fields":["n"]}]""",
            """[{"type":"join","join_source":"other","primary_key":"k","foreign_key":"k"}]""",
            """[{"type":"sort","fields":[{"field":"k"}]},{"type":"deduplication","key_fields":["n"]}]""",
        ];
        foreach (var step in steps)
        {
            data.Add(step, 64 << 20);
            data.Add(step, 100_000);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Gatherings))]
    public async Task While_it_takes_records_it_takes_no_further_batch(string steps, long memory)
    {
        using var stop = new CancellationTokenSource();
        var given = new Given(StopAfter, stop);

        var stopping = () => RunAsync(steps, memory, [given.BatchesAsync(0), given.BatchesAsync(1), given.BatchesAsync(2)], _ => { }, stop.Token);

        await stopping.ShouldThrowAsync<OperationCanceledException>();
        // Each worker may have one at hand.
        given.Count.ShouldBeLessThanOrEqualTo(StopAfter + Workers);
    }

    [Theory]
    [MemberData(nameof(Gatherings))]
    public async Task While_it_gives_records_it_gives_no_further_batch(string steps, long memory)
    {
        using var stop = new CancellationTokenSource();
        var given = new Given(int.MaxValue, stop, most: 600);
        var results = 0;

        var stopping = () => RunAsync(
            steps,
            memory,
            [given.BatchesAsync(0)],
            _ =>
            {
                results++;
                stop.Cancel();
            },
            stop.Token);

        await stopping.ShouldThrowAsync<OperationCanceledException>();
        results.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Gatherings))]
    public async Task Told_when_all_is_taken_it_gives_nothing(string steps, long memory)
    {
        using var stop = new CancellationTokenSource();
        var given = new Given(601, stop, most: 600);
        var results = 0;

        var stopping = () => RunAsync(steps, memory, [given.BatchesAsync(0)], _ => results++, stop.Token);

        await stopping.ShouldThrowAsync<OperationCanceledException>();
        results.ShouldBe(0);
    }

    private static async Task RunAsync(string steps, long memory, IReadOnlyList<IAsyncEnumerable<RecordBatch>> partitions, Action<TransformResult> take, CancellationToken cancellationToken)
    {
        var inputs = new JsonInputs(new Dictionary<string, string> { ["other"] = """[{"k":0,"name":"a"},{"k":1,"name":"b"},{"k":2,"name":"c"}]""" }, fitInMemory: false);
        await using var resources = StepRun.Resources(new MemoryBudget(memory), inputs);
        await using var gathering = Steps.Compile(steps, null, inputs).OpenGathering(resources);
        await foreach (var result in gathering.RunAsync(partitions, (_, _, _, _) => ValueTask.CompletedTask, cancellationToken))
        {
            using (result.Batch)
                take(result);
        }
    }

    /// <summary>Batches of a source that does not listen itself, counted over all partitions.</summary>
    private sealed class Given(int stopAfter, CancellationTokenSource stop, int most = Most)
    {
        private static readonly Schema Fields = new(new Field("n", DataType.Int64), new Field("k", DataType.Int64));
        private readonly Lock gate = new();
        private int count;

        public int Count => count;

        public async IAsyncEnumerable<RecordBatch> BatchesAsync(int partition, [EnumeratorCancellation] CancellationToken ignored = default)
        {
            await Task.Yield();
            for (var ordinal = 0L; ; ordinal += RowsABatch)
            {
                if (Next() > most)
                    yield break;
                yield return Batch(partition, ordinal);
            }
        }

        // Nobody gets a batch while the one that stops the run is counted.
        private int Next()
        {
            lock (gate)
            {
                if (++count == stopAfter)
                    stop.Cancel();
                return count;
            }
        }

        private static RecordBatch Batch(int partition, long first)
        {
            var (n, k) = (ColumnBuilder.For(DataType.Int64, RowsABatch), ColumnBuilder.For(DataType.Int64, RowsABatch));
            for (var i = 0L; i < RowsABatch; i++)
            {
                ((FixedBuilder<long>)n).Append((partition * 1_000_000L) + first + i);
                ((FixedBuilder<long>)k).Append((first + i) % 3);
            }

            using var batch = new RecordBatch(Fields, [n.Build(), k.Build()], RowsABatch);
            return batch.Renumber(partition, first);
        }
    }
}
