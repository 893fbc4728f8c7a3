using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations;
using Shouldly;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>Runs steps over records, both as JSON, and holds every run to what all steps promise.</summary>
internal static class Steps
{
    public static readonly TransformContext Context = new("run-1", "pipeline-1", new DateTimeOffset(2025, 1, 16, 8, 0, 0, 750, TimeSpan.Zero));

    public static StepsResult Run(string steps, string records)
    {
        using var input = JsonRecords.Parse(records, partition: 3, firstOrdinal: 100);
        return Run(steps, input);
    }

    public static StepsResult Run(string steps, RecordBatch input)
    {
        var chain = Compile(steps, input.Schema);
        var described = chain.Describe(input.Schema);
        var result = chain.Apply(input, Context);
        using var output = result.Batch;
        output.Schema.ShouldBe(described);
        var next = (long)input.Count;
        foreach (var counts in chain.Counts)
        {
            counts.Balances.ShouldBeTrue(counts.ToString());
            counts.In.ShouldBe(next);
            next = counts.Out;
        }

        next.ShouldBe(output.Count);
        chain.Counts.Sum(counts => counts.Rejected).ShouldBe(result.Rejected.Count);
        return new StepsResult(JsonRecords.Write(output), output.Schema, result.Rejected, chain.Counts);
    }

    public static ITransformationChain Compile(string steps, Schema? schema = null)
    {
        var problems = new Problems();
        var chain = Compiler().Compile(JsonDocument.Parse(steps).RootElement, schema, "$.transformations", problems);
        problems.ShouldBeEmpty();
        return chain.ShouldNotBeNull();
    }

    public static IReadOnlyList<Problem> Problems(string steps, Schema? schema = null, string path = "$.transformations")
    {
        var problems = new Problems();
        Compiler().Compile(JsonDocument.Parse(steps).RootElement, schema, path, problems).ShouldBeNull();
        return [.. problems];
    }

    public static TransformationCompiler Compiler() => new(TimeProvider.System);

    public static void ShouldBeJson(string actual, string expected) =>
        JsonElement.DeepEquals(JsonDocument.Parse(actual).RootElement, JsonDocument.Parse(expected).RootElement).ShouldBeTrue($"{actual}\nshould be\n{expected}");
}

internal sealed record StepsResult(string Records, Schema Schema, IReadOnlyList<RejectedRecord> Rejected, IReadOnlyList<StepCounts> Counts);
