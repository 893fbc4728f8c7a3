using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations;
using Shouldly;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>
/// Runs steps over records, both as JSON, and holds every run to what all steps promise: books that balance, the schema that was described,
/// and for steps that need the whole run the same result however the records are cut and however little memory there is.
/// </summary>
internal static class Steps
{
    public static readonly TransformContext Context = new("run-1", "pipeline-1", new DateTimeOffset(2025, 1, 16, 8, 0, 0, 750, TimeSpan.Zero));

    // What reads an input that must fit into memory.
    private static readonly string[] HeldInMemory = ["\"lookup\"", "\"referential\""];

    public static StepsResult Run(string steps, string records, IReadOnlyDictionary<string, string>? inputs = null)
    {
        using var input = JsonRecords.Parse(records, partition: 3, firstOrdinal: 100);
        return Run(steps, input, inputs);
    }

    public static StepsResult Run(string steps, RecordBatch input, IReadOnlyDictionary<string, string>? inputs = null)
    {
        var named = new JsonInputs(inputs);
        var program = Compile(steps, input.Schema, named);
        var result = StepRun.Run(program, named, input, pieces: 1, memory: 64 << 20);
        result.Schema.ShouldBe(program.Describe(input.Schema));
        var next = (long)input.Count;
        foreach (var counts in result.Counts)
        {
            counts.Balances.ShouldBeTrue(counts.ToString());
            counts.In.ShouldBe(next);
            next = counts.Out;
        }

        next.ShouldBe(JsonDocument.Parse(result.Records).RootElement.GetArrayLength());
        result.Counts.Sum(counts => counts.Rejected).ShouldBe(result.Rejected.Count);
        if (program.NeedsWholeRun)
        {
            foreach (var (pieces, memory) in new[] { (2, 64L << 20), (5, 1L), (3, 2_000L) })
            {
                var cut = StepRun.Run(program, named, input, pieces, memory);
                cut.Records.ShouldBe(result.Records, $"in {pieces} partitions with {memory} bytes");
                Reasons(cut).ShouldBe(Reasons(result), $"in {pieces} partitions with {memory} bytes");
            }
        }

        if (inputs is not null && !HeldInMemory.Any(steps.Contains))
        {
            // What is too large to be held in memory is joined in another way, with the same result.
            var large = new JsonInputs(inputs, fitInMemory: false);
            var sorted = StepRun.Run(Compile(steps, input.Schema, large), large, input, pieces: 1, memory: 1 << 20);
            sorted.Records.ShouldBe(result.Records);
            sorted.Schema.ShouldBe(result.Schema);
        }

        return result;
    }

    public static ITransformationProgram Compile(string steps, Schema? schema = null, JsonInputs? inputs = null)
    {
        var problems = new Problems();
        var program = Compiler().Compile(JsonDocument.Parse(steps).RootElement, schema, "$.transformations", problems, inputs?.Known);
        problems.ShouldBeEmpty();
        return program.ShouldNotBeNull();
    }

    public static IReadOnlyList<Problem> Problems(string steps, Schema? schema = null, string path = "$.transformations", JsonInputs? inputs = null)
    {
        var problems = new Problems();
        Compiler().Compile(JsonDocument.Parse(steps).RootElement, schema, path, problems, inputs?.Known).ShouldBeNull();
        return [.. problems];
    }

    private static IEnumerable<string> Reasons(StepsResult result) => result.Rejected
        .Select(rejected => $"{Encoding.UTF8.GetString(rejected.Record.Span)} {string.Join(',', rejected.Errors.Select(error => $"{error.Field} {error.Code}"))}")
        .Order(StringComparer.Ordinal);

    public static TransformationCompiler Compiler() => new(TimeProvider.System, allowCSharp: true);

    public static void ShouldBeJson(string actual, string expected) =>
        JsonElement.DeepEquals(JsonDocument.Parse(actual).RootElement, JsonDocument.Parse(expected).RootElement).ShouldBeTrue($"{actual}\nshould be\n{expected}");
}

internal sealed record StepsResult(string Records, Schema Schema, IReadOnlyList<RejectedRecord> Rejected, IReadOnlyList<StepCounts> Counts)
{
    /// <summary>In how many batches the records came.</summary>
    public int Batches { get; init; } = 1;
}
