using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>An API whose first page says int64 and whose second says otherwise, by each policy of schema evolution.</summary>
[Collection(ApiTests.Name)]
public sealed class PageTypeTests(ApiServer server)
{
    private const string First = """[{"id":1,"amount":10},{"id":2,"amount":20}]""";
    private const string Second = """[{"id":3,"amount":30},{"id":4,"amount":40}]""";
    private const string Decimals = """[{"id":3,"amount":30.50},{"id":4,"amount":40}]""";
    private const string Texts = """[{"id":3,"amount":"none"},{"id":4,"amount":40}]""";

    private readonly string name = $"pages {Guid.NewGuid():N}";

    [Theory]
    [InlineData(Decimals, "30.50", "decimal")]
    [InlineData(Texts, "\"none\"", "json")]
    public async Task Evolve_takes_the_wider_type_and_tells_of_it_once_it_is_known(string second, string value, string type)
    {
        await using var api = new PagesApi(First, second);
        var pipeline = await SaveAsync("evolve", api);

        // Nothing is known yet: the first run takes what comes.
        (await RunAsync(pipeline)).ShouldBe("success 4 0");
        Delivered().ShouldBe(["10", "20", value, "40"]);
        await KnowsAsync(pipeline, type);
        api.Write(First, Second);
        (await RunAsync(pipeline)).ShouldBe("success 4 0");
        await KnowsAsync(pipeline, type);
    }

    [Fact]
    public async Task Evolve_makes_a_run_that_meets_a_wider_type_a_warning()
    {
        await using var api = new PagesApi(First, Second);
        var pipeline = await SaveAsync("evolve", api);
        await RunAsync(pipeline);
        api.Write(First, Decimals);

        (await RunAsync(pipeline)).ShouldBe("warning 4 0");

        Delivered().ShouldBe(["10", "20", "30.50", "40"]);
        (await DriftsAsync(pipeline)).ShouldBe(["widened amount type_taken"]);
    }

    [Fact]
    public async Task Reject_fails_the_run_before_its_file_is_replaced()
    {
        await using var api = new PagesApi(First, Second);
        var pipeline = await SaveAsync("reject", api);
        (await RunAsync(pipeline)).ShouldBe("success 4 0");
        api.Write(First, Decimals);

        (await RunAsync(pipeline)).ShouldStartWith("failed");

        Delivered().ShouldBe(["10", "20", "30", "40"]);
        (await DriftsAsync(pipeline)).ShouldBe(["widened amount run_failed"]);
    }

    [Theory]
    [InlineData("freeze")]
    [InlineData("quarantine")]
    public async Task What_is_frozen_or_set_aside_is_so_record_by_record(string policy)
    {
        await using var api = new PagesApi(First, Second);
        var pipeline = await SaveAsync(policy, api);
        await RunAsync(pipeline);
        api.Write(First, Decimals);

        (await RunAsync(pipeline)).ShouldBe("warning 3 1");

        Delivered().ShouldBe(["10", "20", "40"]);
        var rejected = (await server.Admin.GetAsync($"runs/{await LastRunAsync(pipeline)}/rejected")).Body.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        rejected.GetProperty("record").GetProperty("id").GetInt32().ShouldBe(3);
        rejected.GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe("amount");
    }

    [Theory]
    [InlineData(Decimals)]
    [InlineData(Texts)]
    public async Task A_column_that_cannot_hold_a_value_rejects_its_record_alone(string second)
    {
        await using var api = new PagesApi(First, second);
        var (config, connection) = await server.TableAsync("orders");
        var pipeline = await SaveAsync("evolve", api, new { connector_type = "postgresql", config });

        (await RunAsync(pipeline)).ShouldBe("warning 3 1");

        (await Database.ScalarAsync<string>(connection, "SELECT string_agg(amount::text, ' ' ORDER BY id) FROM orders")).ShouldBe("10 20 40");
        var rejected = (await server.Admin.GetAsync($"runs/{await LastRunAsync(pipeline)}/rejected")).Body.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        rejected.GetProperty("errors")[0].GetProperty("step").GetString().ShouldBe("destination");
    }

    private async Task<string> SaveAsync(string policy, PagesApi api, object? destination = null) => (await server.Admin.PostAsync("pipelines", new
    {
        name,
        source = new { connector_type = "rest_api", config = new { url = api.Address, pagination = new { type = "page" } }, schema_evolution = policy },
        destination = destination ?? new { connector_type = "file", config = new { path = $"{name}.ndjson", write_mode = "replace" } },
    })).ShouldBe(HttpStatusCode.Created)["id"];

    private List<string> Delivered() =>
        [.. File.ReadAllLines(Path.Combine(server.Files, $"{name}.ndjson")).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("amount").GetRawText())];

    private async Task<string> RunAsync(string pipeline)
    {
        var run = await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
        return $"{run.GetProperty("status")} {run.GetProperty("records_written")} {run.GetProperty("records_rejected")}";
    }

    private async Task KnowsAsync(string pipeline, string type)
    {
        var fields = (await server.Admin.GetAsync($"pipelines/{pipeline}/schema")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("current").GetProperty("fields").EnumerateArray();
        fields.Single(field => field.GetProperty("name").GetString() == "amount").GetProperty("type").GetString().ShouldBe(type);
    }

    private async Task<string> LastRunAsync(string pipeline) => (await server.Admin.GetAsync($"pipelines/{pipeline}")).Body.GetProperty("last_run").GetProperty("id").GetString()!;

    private async Task<List<string>> DriftsAsync(string pipeline)
    {
        var items = (await server.Admin.GetAsync($"runs/{await LastRunAsync(pipeline)}/drift")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items");
        return [.. items.EnumerateArray().Select(drift => $"{drift.GetProperty("change").GetProperty("kind")} {drift.GetProperty("change").GetProperty("field")} {drift.GetProperty("action")}")];
    }
}
