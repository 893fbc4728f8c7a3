using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class PipelineTemplateTests(ApiServer server)
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["api_url"] = "https://shop.example.com/orders",
        ["api_key"] = "very-secret-key",
        ["path"] = "orders.csv",
        ["key"] = "id",
        ["table"] = "orders",
        ["database_host"] = "db.example.com",
        ["database"] = "sales",
        ["database_user"] = "loader",
        ["database_password"] = "very-secret-password",
    };

    private readonly string name = $"template {Guid.NewGuid():N}";

    [Theory]
    [InlineData("ecommerce-orders")]
    [InlineData("csv-to-postgresql")]
    [InlineData("api-to-file")]
    [InlineData("deduplicate-and-upsert")]
    public async Task Every_shipped_template_gives_a_valid_pipeline_whose_secrets_are_kept_as_such(string id)
    {
        var template = (await server.Admin.GetAsync($"pipeline-templates/{id}")).ShouldBe(HttpStatusCode.OK).Body;
        var asked = template.GetProperty("parameters").EnumerateArray().Where(parameter => !parameter.TryGetProperty("default", out _)).Select(parameter => parameter.GetProperty("name").GetString()!);

        var made = (await server.Admin.PostAsync($"pipeline-templates/{id}/instantiate", new { name, parameters = asked.ToDictionary(parameter => parameter, parameter => Values[parameter]) }))
            .ShouldBe(HttpStatusCode.Created);

        made["name"].ShouldBe(name);
        made.Text.ShouldNotContain("very-secret");
        made.Text.ShouldNotContain("${");
        made["message"].ShouldBe($"From the template '{template.GetProperty("name")}'");
    }

    [Fact]
    public async Task What_is_missing_or_not_asked_for_is_named()
    {
        var answer = (await server.Admin.PostAsync("pipeline-templates/api-to-file/instantiate", new { name, parameters = new { api_ulr = "x", path = "out.csv" } }))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        answer.Paths.ShouldBe(["$.parameters.api_ulr", "$.parameters.api_url"]);
        answer.Text.ShouldContain("Did you mean 'api_url'?");
    }

    [Fact]
    public async Task A_pipeline_becomes_a_template_without_its_secrets()
    {
        var pipeline = (await server.Admin.PostAsync("pipelines", Example.Pipeline(name))).ShouldBe(HttpStatusCode.Created)["id"];

        var saved = (await server.Admin.PostAsync("pipeline-templates", new { name, pipeline_id = pipeline })).ShouldBe(HttpStatusCode.Created);

        saved.Text.ShouldNotContain("your-api-key-here");
        saved.Body.GetProperty("parameters")[0].GetProperty("name").GetString().ShouldBe("api_key_value");
        (await server.Admin.PostAsync("pipeline-templates", new { name, pipeline_id = pipeline })).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        (await server.Admin.PostAsync($"pipeline-templates/{saved["id"]}/instantiate", new { name = $"{name} 2", parameters = new { api_key_value = "k" } })).ShouldBe(HttpStatusCode.Created);
        (await server.Admin.GetAsync($"pipeline-templates?q={Uri.EscapeDataString(name)}")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").GetArrayLength().ShouldBe(1);
        (await server.Admin.DeleteAsync($"pipeline-templates/{saved["id"]}")).ShouldBe(HttpStatusCode.NoContent);
        (await server.Admin.GetAsync($"pipeline-templates/{saved["id"]}")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await server.Admin.DeleteAsync("pipeline-templates/api-to-file")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task A_definition_with_a_secret_or_a_mistake_is_no_template()
    {
        var definition = Example.Pipeline(name);
        (await server.Admin.PostAsync("pipeline-templates", new { name, definition }))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.definition.source.config.auth_params.api_key_value"]);
        definition["source"]!["config"]!["auth_params"]!["api_key_value"] = "${api_key}";
        definition["shedule"] = new JsonObject();
        (await server.Admin.PostAsync("pipeline-templates", new { name, definition }))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.definition.shedule"]);
    }
}
