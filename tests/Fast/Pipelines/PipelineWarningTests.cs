using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Fast.Pipelines.PipelineChecks;

namespace DataAggregator.Tests.Fast.Pipelines;

public sealed class PipelineWarningTests
{
    private const string Rest = """{"connector_type":"rest_api","config":{"url":"https://api.example.com/orders","pagination":{"type":"TYPE"}}}""";
    private const string Postgres = """{"connector_type":"postgresql","config":{"host":"h","database":"d","username":"u","table":"t","ssl_mode":"MODE"}}""";

    [Theory]
    [InlineData("""{"notifications":{"webhook":"https://h.example.com"}}""", "$.notifications.webhook_secret", "is not signed")]
    [InlineData("""{"error_handling":{"notifications":{"webhook":"https://h.example.com"}}}""", "$.error_handling.notifications.webhook_secret", "is not signed")]
    [InlineData("""{"notifications":{"webhook":"https://h.example.com","webhook_secret":"s"}}""", null, "")]
    [InlineData("""{"notifications":{"email":["a@example.com"]}}""", null, "")]
    public Task A_webhook_without_a_secret_is_allowed_and_told(string keys, string? path, string hint) => CheckAsync(keys, path, hint);

    [Theory]
    [InlineData("at", "string", "", "$.source.incremental.cursor_field", "more than 50000 records")]
    [InlineData("at", "timestamp", "", "$.source.incremental.cursor_field", "more than 50000 records")]
    [InlineData("id", "int64", "", null, "")]
    [InlineData("at", "timestamp", "\"lookback\":\"1h\",", "$.source.incremental.lookback", "append_dedup")]
    public Task What_incremental_reading_can_miss_or_repeat_is_told(string field, string type, string setting, string? path, string hint) => CheckAsync(
        $$"""{"source":{"connector_type":"file","incremental":{{{setting}}"cursor_field":"{{field}}"},"config":{"path":"in.csv","schema":{"fields":[{"name":"{{field}}","type":"{{type}}"}]} } },"destination":{"connector_type":"file","config":{"path":"out.csv","write_mode":"append"} } }""",
        path,
        hint);

    [Theory]
    [InlineData("offset", "$.source.config.pagination.type")]
    [InlineData("page", "$.source.config.pagination.type")]
    [InlineData("link_header", null)]
    public Task Paging_by_counting_is_not_exact(string type, string? path) => CheckAsync($$"""{"source":{{Rest.Replace("TYPE", type, StringComparison.Ordinal)}}}""", path, "come twice");

    [Theory]
    [InlineData("require", "$.destination.config.ssl_mode")]
    [InlineData("verify-full", null)]
    public Task Encryption_without_a_look_at_the_certificate_is_told(string mode, string? path) => CheckAsync($$"""{"destination":{{Postgres.Replace("MODE", mode, StringComparison.Ordinal)}}}""", path, "trusts any certificate");

    private static async Task CheckAsync(string keys, string? path, string hint)
    {
        var pipeline = JsonNode.Parse(keys)!.AsObject();
        foreach (var (key, value) in JsonSerializer.SerializeToNode(new { name = "p", source = File("in.csv"), destination = File("out.csv") })!.AsObject())
        {
            if (!pipeline.ContainsKey(key))
                pipeline[key] = value?.DeepClone();
        }

        var found = await ProblemsAsync(pipeline);

        found.ShouldBeEmpty();
        found.Warnings.Select(warning => warning.Path).ShouldBe(path is null ? [] : [path]);
        if (path is not null)
            found.Warnings[0].Message.ShouldContain(hint);
    }
}
