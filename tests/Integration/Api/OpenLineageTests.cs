using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>The events against what the schema of OpenLineage 2-0-2 and of its facets asks for.</summary>
[Collection(ApiTests.Name)]
public sealed class OpenLineageTests(ApiServer server)
{
    private readonly string name = $"openlineage {Guid.NewGuid():N}";

    [Fact]
    public async Task A_run_that_ended_well_is_a_start_and_a_completion_with_fields_and_figures()
    {
        var run = await RunAsync(null);

        var events = await EventsAsync(run);

        events.Select(item => Text(item, "eventType")).ShouldBe(["START", "COMPLETE"]);
        var end = events[1];
        var input = end.GetProperty("inputs").EnumerateArray().ShouldHaveSingleItem();
        (Text(input, "namespace"), Text(input, "name")).ShouldBe(("file", $"{name}.csv"));
        input.GetProperty("facets").GetProperty("schema").GetProperty("fields").EnumerateArray().Select(field => Text(field, "name")).ShouldBe(["id", "price"]);
        var output = end.GetProperty("outputs").EnumerateArray().ShouldHaveSingleItem();
        var origin = output.GetProperty("facets").GetProperty("columnLineage").GetProperty("fields").GetProperty("total").GetProperty("inputFields").EnumerateArray().ShouldHaveSingleItem();
        (Text(origin, "namespace"), Text(origin, "name"), Text(origin, "field")).ShouldBe(("file", $"{name}.csv", "price"));
        Text(origin.GetProperty("transformations")[0], "subtype").ShouldBe("TRANSFORMATION");
        output.GetProperty("outputFacets").GetProperty("outputStatistics").GetProperty("rowCount").GetInt64().ShouldBe(2);
        var metrics = output.GetProperty("facets").GetProperty("dataQualityMetrics");
        metrics.GetProperty("rowCount").GetInt64().ShouldBe(2);
        metrics.GetProperty("columnMetrics").GetProperty("total").GetProperty("sum").GetDecimal().ShouldBe(25.0m);
    }

    [Fact]
    public async Task A_run_that_failed_says_why()
    {
        var run = await RunAsync(new { expectations = new object[] { new { type = "row_count", min = 100 } } });

        var end = (await EventsAsync(run))[1];

        Text(end, "eventType").ShouldBe("FAIL");
        var error = end.GetProperty("run").GetProperty("facets").GetProperty("errorMessage");
        Text(error, "message").ShouldStartWith("expectation_failed: ");
        error.TryGetProperty("programmingLanguage", out _).ShouldBeTrue();
        var assertion = end.GetProperty("outputs")[0].GetProperty("facets").GetProperty("dataQualityAssertions").GetProperty("assertions")[0];
        (Text(assertion, "assertion"), assertion.GetProperty("success").GetBoolean()).ShouldBe(("row_count", false));
    }

    private static string Text(JsonElement json, string property) => json.GetProperty(property).GetString()!;

    private async Task<List<JsonElement>> EventsAsync(string run)
    {
        var events = (await server.Admin.GetAsync($"runs/{run}/openlineage")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().ToList();
        events.ForEach(OpenLineageSchema.ShouldHold);
        return events;
    }

    private async Task<string> RunAsync(object? validation)
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id,price\n1,10.5\n2,2\n");
        var body = new
        {
            name,
            source = new { connector_type = "file", config = new { path = $"{name}.csv" } },
            transformations = new object[] { new { type = "field_calculation", field_name = "total", expression = "price * 2" } },
            destination = new { connector_type = "file", config = new { path = $"{name}-out.csv", write_mode = "replace" } },
            validation = validation ?? new { expectations = Array.Empty<object>() },
        };
        var pipeline = (await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await server.Admin.EndOfRunAsync(run);
        return run;
    }
}
