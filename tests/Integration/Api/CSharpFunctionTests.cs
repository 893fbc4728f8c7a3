using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class CSharpFunctionTests(ApiServer server)
{
    private const string Step = """{"type":"custom_function","language":"csharp","code":"object? Transform(JsonObject r) { r[\"n\"] = (int)r[\"n\"]! + 1; return r; }"}""";
    private const string Preview = $$"""{"transformations":[{{Step}}],"records":[{"n":1}]}""";

    [Fact]
    public async Task Only_administrators_bring_one()
    {
        var editor = await server.AccountAsync("editor");
        var pipeline = Pipeline(Step);

        (await editor.PostAsync("transformations/preview", Preview)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden").Text.ShouldContain("only administrators");
        (await editor.PostAsync("transformations/validate", $$"""{"transformations":[{{Step}}]}""")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await editor.PostAsync("transformations", $$"""{"name":"{{Guid.NewGuid()}}","transformations":{{Step}}}""")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await editor.PostAsync("pipelines", pipeline)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await editor.PostAsync("pipelines/validate", pipeline)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");

        (await server.Admin.PostAsync("transformations/preview", Preview)).ShouldBe(HttpStatusCode.OK).Body.GetProperty("records").GetRawText().ShouldBe("""[{"n":2}]""");
        var saved = (await server.Admin.PostAsync("pipelines", pipeline)).ShouldBe(HttpStatusCode.Created);
        (await editor.PutAsync($"pipelines/{saved["id"]}", pipeline)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Others_run_and_refer_to_what_an_administrator_saved()
    {
        var editor = await server.AccountAsync("editor");
        await File.WriteAllTextAsync(Path.Combine(server.Files, "csharp.csv"), "n\n1\n");
        var own = (await server.Admin.PostAsync("pipelines", Pipeline(Step))).ShouldBe(HttpStatusCode.Created);
        var saved = (await server.Admin.PostAsync("transformations", $$"""{"name":"{{Guid.NewGuid()}}","transformations":{{Step}}}""")).ShouldBe(HttpStatusCode.Created);

        (await editor.PostAsync($"pipelines/{own["id"]}/execute", "{}")).ShouldBe(HttpStatusCode.Accepted);
        (await editor.PostAsync("pipelines", Pipeline($$"""{"transformation_id":"{{saved["id"]}}"}"""))).ShouldBe(HttpStatusCode.Created);
    }

    private static string Pipeline(string step) => new JsonObject
    {
        ["name"] = $"csharp {Guid.NewGuid():N}",
        ["source"] = JsonNode.Parse("""{"connector_type":"file","config":{"path":"csharp.csv"}}"""),
        ["transformations"] = new JsonArray(JsonNode.Parse(step)),
        ["destination"] = JsonNode.Parse($$$"""{"connector_type":"file","config":{"path":"{{{Guid.NewGuid():N}}}.csv"}}"""),
    }.ToJsonString();
}
