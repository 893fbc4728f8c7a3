using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class PortablePipelineTests(ApiServer server)
{
    private readonly string name = $"portable {Guid.NewGuid():N}";

    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task What_was_exported_is_imported_without_a_new_version(string format)
    {
        var id = await SaveAsync(Tagged(name));
        var export = (await server.Admin.GetAsync($"pipelines/export?format={format}&tag={Uri.EscapeDataString(name)}")).ShouldBe(HttpStatusCode.OK);
        export.Text.ShouldNotContain("your-api-key-here");

        var same = await ImportAsync(export.Text, format);
        var changed = await ImportAsync(export.Text.Replace("title_case", "uppercase", StringComparison.Ordinal), format, "?message=From%20git");
        var again = await ImportAsync(export.Text.Replace("title_case", "uppercase", StringComparison.Ordinal), format);

        new[] { same, changed, again }.Select(Outcomes).ShouldBe([$"{name} unchanged 1", $"{name} updated 2", $"{name} unchanged 2"]);
        (await server.Admin.GetAsync($"pipelines/{id}")).ShouldBe(HttpStatusCode.OK)["message"].ShouldBe("From git");
    }

    [Fact]
    public async Task A_dry_run_tells_and_saves_nothing_and_a_masked_secret_without_a_stored_one_is_named()
    {
        var fresh = Tagged(name);
        var masked = Tagged($"{name} 2");
        masked["source"]!["config"]!["auth_params"]!["api_key_value"] = "********";
        var body = new JsonObject { ["pipelines"] = new JsonArray(fresh, masked) }.ToJsonString();

        var tried = await ImportAsync(body, "json", "?dry_run=true");
        (await server.Admin.GetAsync($"pipelines?q={Uri.EscapeDataString(name)}")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        var done = await ImportAsync(body, "json");

        tried["dry_run"].ShouldBe("True");
        Outcomes(tried).ShouldBe($"{name} created  | {name} 2 failed $.pipelines[1].source.config.auth_params.api_key_value");
        Outcomes(done).ShouldBe($"{name} created 1 | {name} 2 failed $.pipelines[1].source.config.auth_params.api_key_value");
        (done["created"], done["failed"]).ShouldBe(("1", "1"));
        Outcomes(await ImportAsync(fresh.ToJsonString(), "json")).ShouldBe($"{name} unchanged 1");
    }

    [Fact]
    public async Task A_dry_run_knows_the_pipelines_of_its_own_import_and_their_circles()
    {
        var report = Tagged($"{name} report");
        report["depends_on"] = $"{name} orders";
        var orders = Tagged($"{name} orders");
        var body = new JsonObject { ["pipelines"] = new JsonArray(report.DeepClone(), orders.DeepClone()) }.ToJsonString();
        orders["depends_on"] = $"{name} report";
        var circle = new JsonObject { ["pipelines"] = new JsonArray(orders.DeepClone()) }.ToJsonString();

        Outcomes(await ImportAsync(body, "json", "?dry_run=true")).ShouldBe($"{name} report created  | {name} orders created ");
        Outcomes(await ImportAsync(body, "json")).ShouldBe($"{name} report created 1 | {name} orders created 1");
        Outcomes(await ImportAsync(circle, "json", "?dry_run=true")).ShouldBe($"{name} orders failed $.pipelines[0].depends_on[0]");
        var turned = new JsonObject { ["pipelines"] = new JsonArray(orders, Tagged($"{name} report")) }.ToJsonString();
        Outcomes(await ImportAsync(turned, "json", "?dry_run=true")).ShouldBe($"{name} orders updated  | {name} report updated ");
        Outcomes(await ImportAsync(turned, "json")).ShouldBe($"{name} orders updated 2 | {name} report updated 2");
    }

    [Fact]
    public async Task Saved_connectors_and_transformations_and_other_pipelines_stand_by_name()
    {
        var connector = (await server.Admin.PostAsync("connectors", new { name, connector_type = "file", config = new { path = "in.csv" } })).ShouldBe(HttpStatusCode.Created)["id"];
        var steps = (await server.Admin.PostAsync("transformations", new { name, transformations = new[] { new { type = "limit", count = 5 } } })).ShouldBe(HttpStatusCode.Created)["id"];
        var first = await SaveAsync(Tagged($"{name} first"));
        var pipeline = new JsonObject
        {
            ["name"] = name,
            ["source"] = new JsonObject { ["connector_id"] = connector },
            ["transformations"] = new JsonArray(new JsonObject { ["transformation_id"] = steps }),
            ["destination"] = new JsonObject { ["connector_type"] = "file", ["config"] = new JsonObject { ["path"] = "out.csv" } },
            ["triggers"] = new JsonArray(new JsonObject { ["type"] = "pipeline", ["pipeline"] = first }),
        };
        var id = await SaveAsync(pipeline);

        var export = (await server.Admin.GetAsync($"pipelines/export?id={id}")).ShouldBe(HttpStatusCode.OK);

        var definition = export.Body.GetProperty("pipelines").EnumerateArray().ShouldHaveSingleItem();
        definition.GetProperty("source").GetProperty("connector").GetString().ShouldBe(name);
        definition.GetProperty("transformations")[0].GetProperty("transformation").GetString().ShouldBe(name);
        definition.GetProperty("triggers")[0].GetProperty("pipeline").GetString().ShouldBe($"{name} first");
        var missing = await ImportAsync(export.Text.Replace($"\"connector\": \"{name}\"", "\"connector\": \"nobody\"", StringComparison.Ordinal), "json");
        Outcomes(missing).ShouldBe($"{name} failed $.pipelines[0].source.connector");
        Outcomes(await ImportAsync(export.Text.Replace($"\"name\": \"{name}\"", $"\"name\": \"{name} copy\"", StringComparison.Ordinal), "json")).ShouldBe($"{name} copy created 1");
    }

    [Fact]
    public async Task An_import_has_so_many_pipelines_and_no_more()
    {
        var body = new JsonArray([.. Enumerable.Range(0, 1001).Select(_ => new JsonObject())]).ToJsonString();

        (await server.Admin.PostAsync("pipelines/import", new StringContent(body, Encoding.UTF8, "application/json"))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.pipelines"]);
    }

    [Fact]
    public async Task What_is_no_document_is_refused()
    {
        (await server.Admin.PostAsync("pipelines/import", new StringContent("a: [", Encoding.UTF8, "application/yaml"))).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed_yaml");
        (await server.Admin.GetAsync("pipelines/export?format=xml")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["format"]);
    }

    private static string Outcomes(ApiAnswer answer) => string.Join(" | ", answer.Body.GetProperty("items").EnumerateArray().Select(item =>
        $"{item.GetProperty("name")} {item.GetProperty("outcome")} {(item.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("path") : item.TryGetProperty("version", out var version) ? version : "")}"));

    private JsonObject Tagged(string pipelineName)
    {
        var pipeline = Example.Pipeline(pipelineName);
        pipeline["tags"] = new JsonArray(name);
        return pipeline;
    }

    private async Task<string> SaveAsync(JsonObject pipeline) => (await server.Admin.PostAsync("pipelines", pipeline)).ShouldBe(HttpStatusCode.Created)["id"];

    private async Task<ApiAnswer> ImportAsync(string text, string format, string query = "") =>
        (await server.Admin.PostAsync($"pipelines/import{query}", new StringContent(text, Encoding.UTF8, $"application/{format}"))).ShouldBe(HttpStatusCode.OK);
}
