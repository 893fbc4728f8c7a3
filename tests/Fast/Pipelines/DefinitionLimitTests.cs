using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Fast.Pipelines.PipelineChecks;

namespace DataAggregator.Tests.Fast.Pipelines;

/// <summary>Every limit of a definition: what is at it is taken, what is beyond is refused at its path.</summary>
public sealed class DefinitionLimitTests
{
    public static TheoryData<string, string, string> Limits => new()
    {
        { $$"""{"name":"{{Text(200)}}"}""", $$"""{"name":"{{Text(201)}}"}""", "$.name" },
        { Sources(32), Sources(33), "$.sources" },
        { Destinations(32), Destinations(33), "$.destinations" },
        { Tags(50), Tags(51), "$.tags" },
        { $$"""{"tags":["{{Text(100)}}"]}""", $$"""{"tags":["{{Text(101)}}"]}""", "$.tags[0]" },
        { $$"""{"parameters":{"{{Text(100)}}":1} }""", $$"""{"parameters":{"{{Text(101)}}":1} }""", $"$.parameters.{Text(101)}" },
        { Retry("max_retries", "100"), Retry("max_retries", "101"), "$.error_handling.retry_policy.max_retries" },
        { Retry("max_retries", "0"), Retry("max_retries", "-1"), "$.error_handling.retry_policy.max_retries" },
        { Retry("backoff_multiplier", "10"), Retry("backoff_multiplier", "10.5"), "$.error_handling.retry_policy.backoff_multiplier" },
        { Retry("backoff_multiplier", "1"), Retry("backoff_multiplier", "0.9"), "$.error_handling.retry_policy.backoff_multiplier" },
        { Retry("initial_delay_seconds", "300"), Retry("initial_delay_seconds", "3601"), "$.error_handling.retry_policy.initial_delay_seconds" },
        { Retry("max_delay_seconds", "86400"), Retry("max_delay_seconds", "86401"), "$.error_handling.retry_policy.max_delay_seconds" },
        { Retry("initial_delay_seconds", "300"), Retry("initial_delay_seconds", "301"), "$.error_handling.retry_policy.max_delay_seconds" },
        { """{"error_handling":{"max_errors":"100%"}}""", """{"error_handling":{"max_errors":"101%"}}""", "$.error_handling.max_errors" },
        { """{"error_handling":{"max_errors":0}}""", """{"error_handling":{"max_errors":-1}}""", "$.error_handling.max_errors" },
        { Stream("max_events", "1000000"), Stream("max_events", "1000001"), "$.triggers[0].max_events" },
        { Stream("max_events", "1"), Stream("max_events", "0"), "$.triggers[0].max_events" },
        { Stream("max_wait_seconds", "3600"), Stream("max_wait_seconds", "3601"), "$.triggers[0].max_wait_seconds" },
        { Change("50"), Change("51"), "$.validation.expectations[0].runs" },
        { Change("1"), Change("0"), "$.validation.expectations[0].runs" },
        { Nested(16), Nested(17), "" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task What_is_at_a_limit_is_taken_and_what_is_beyond_is_refused(string at, string beyond, string path)
    {
        (await ProblemsAsync(With(at))).ShouldBeEmpty();

        var problem = (await ProblemsAsync(With(beyond))).ShouldHaveSingleItem();
        if (path.Length > 0)
            problem.Path.ShouldBe(path);
    }

    private static JsonObject With(string keys)
    {
        var pipeline = JsonNode.Parse(keys)!.AsObject();
        var usual = JsonSerializer.SerializeToNode(new { name = "p", source = File("in.csv"), destination = File("out.csv") })!.AsObject();
        foreach (var (key, value) in usual.Where(usual => !pipeline.ContainsKey(usual.Key) && !pipeline.ContainsKey($"{usual.Key}s")))
            pipeline[key] = value?.DeepClone();
        return pipeline;
    }

    private static string Text(int length) => new('x', length);

    private static string Sources(int count) => JsonSerializer.Serialize(new { sources = Enumerable.Range(1, count).Select(i => new { name = $"s{i}", connector_type = "file", config = new { path = $"in{i}.csv" } }) });

    private static string Destinations(int count) => JsonSerializer.Serialize(new { destinations = Enumerable.Range(1, count).Select(i => File($"out{i}.csv")) });

    private static string Tags(int count) => JsonSerializer.Serialize(new { tags = Enumerable.Range(1, count).Select(i => $"t{i}") });

    private static string Retry(string key, string value) => $$"""{"error_handling":{"retry_policy":{"{{key}}":{{value}}} } }""";

    private static string Stream(string key, string value) => $$"""{"triggers":[{"type":"stream","stream":"s","{{key}}":{{value}}}]}""";

    private static string Change(string runs) => $$"""{"validation":{"expectations":[{"type":"distribution_change","field":"a","max":0.2,"runs":{{runs}}}]} }""";

    private static string Nested(int depth)
    {
        var step = """{"type":"field_mapping","field_name":"a","operation":"trim"}""";
        for (var i = 0; i < depth; i++)
            step = $$"""{"type":"conditional","condition":{"field":"a","operator":"exists"},"then":[{{step}}]}""";
        return $$"""{"transformations":[{{step}}]}""";
    }
}
