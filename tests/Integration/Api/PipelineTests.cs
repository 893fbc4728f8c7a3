using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class PipelineTests(ApiServer server)
{
    private readonly string name = $"pipeline {Guid.NewGuid():N}";

    [Fact]
    public async Task The_guides_pipeline_is_valid_and_saved_as_written_with_its_key_masked()
    {
        var pipeline = Example.Pipeline(name);
        var valid = (await server.Admin.PostAsync("pipelines/validate", pipeline)).ShouldBe(HttpStatusCode.OK).Body;
        valid.GetProperty("valid").GetBoolean().ShouldBeTrue(valid.ToString());

        var made = (await server.Admin.PostAsync("pipelines", pipeline)).ShouldBe(HttpStatusCode.Created);

        made.Headers["Location"].ShouldBe($"/api/v1/pipelines/{made["id"]}");
        made.Body.GetProperty("version").GetInt32().ShouldBe(1);
        made.Body.GetProperty("enabled").GetBoolean().ShouldBeTrue();
        made.Text.ShouldNotContain("your-api-key-here");
        pipeline["source"]!["config"]!["auth_params"]!["api_key_value"] = "********";
        foreach (var (key, value) in pipeline)
            JsonElement.DeepEquals(made.Body.GetProperty(key), JsonSerializer.SerializeToElement(value)).ShouldBeTrue($"{key}: {made[key]}");
    }

    [Fact]
    public async Task Executing_the_guides_pipeline_names_the_warehouse_that_is_not_available()
    {
        var made = (await server.Admin.PostAsync("pipelines", Example.Pipeline(name))).ShouldBe(HttpStatusCode.Created);

        var run = await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{made["id"]}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);

        run.GetProperty("status").GetString().ShouldBe("failed");
        run.GetProperty("error").GetProperty("code").GetString().ShouldBe("connector_unavailable");
        run.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("Snowflake");
    }

    [Fact]
    public async Task A_value_for_a_parameter_that_the_pipeline_has_not_is_refused()
    {
        var pipeline = Example.Pipeline(name);
        pipeline["source"]!["config"]!["auth_params"]!["api_key_value"] = "${api_key}";
        pipeline["parameters"] = new JsonObject { ["region"] = "eu" };
        var id = (await server.Admin.PostAsync("pipelines", pipeline)).ShouldBe(HttpStatusCode.Created)["id"];

        var answer = await server.Admin.PostAsync($"pipelines/{id}/execute", new { parameters = new { regoin = "us", api_key = "k", region = "us" } });

        answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.parameters.regoin"]);
        answer.Problem("$.parameters.regoin").ShouldContain("Did you mean 'region'?");
        (await server.Admin.GetAsync($"pipelines/{id}/runs")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{id}/execute", new { parameters = new { api_key = "k", region = "us" } })).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
    }

    [Fact]
    public async Task The_parameters_of_a_pipeline_are_told_with_those_that_a_run_has_to_be_given()
    {
        var pipeline = Example.Pipeline(name);
        pipeline["source"]!["config"]!["auth_params"]!["api_key_value"] = "${api_key}";
        pipeline["source"]!["config"]!["params"] = new JsonObject { ["region"] = "${region}", ["since"] = "${cursor}", ["price"] = "$${price}" };
        pipeline["source"]!["incremental"] = new JsonObject { ["cursor_field"] = "order_date" };
        pipeline["parameters"] = new JsonObject { ["region"] = "eu", ["unused"] = 3 };
        var id = (await server.Admin.PostAsync("pipelines", pipeline)).ShouldBe(HttpStatusCode.Created)["id"];
        using var viewer = await server.AccountAsync("viewer");

        var items = (await server.Admin.GetAsync($"pipelines/{id}/parameters")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items");

        items.EnumerateArray().Select(parameter => $"{parameter.GetProperty("name")} {parameter.GetProperty("required")}").ShouldBe(["api_key True", "region False", "unused False"]);
        (await viewer.GetAsync($"pipelines/{id}/parameters")).ShouldBe(HttpStatusCode.Forbidden);
        (await server.Admin.GetAsync("pipelines/none/parameters")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_valid_pipeline_does_not_promise_is_told_when_it_is_checked_and_saved()
    {
        var pipeline = Example.Pipeline(name);
        pipeline["notifications"] = new JsonObject { ["webhook"] = "https://hooks.example.com/runs" };

        var judged = (await server.Admin.PostAsync("pipelines/validate", pipeline)).ShouldBe(HttpStatusCode.OK).Body;
        var made = (await server.Admin.PostAsync("pipelines", pipeline)).ShouldBe(HttpStatusCode.Created);
        var changed = (await server.Admin.PutAsync($"pipelines/{made["id"]}", pipeline)).ShouldBe(HttpStatusCode.OK);

        judged.GetProperty("valid").GetBoolean().ShouldBeTrue();
        new[] { judged, made.Body, changed.Body }.ShouldAllBe(answer => answer.GetProperty("warnings").EnumerateArray().Any(warning => warning.GetProperty("path").GetString() == "$.notifications.webhook_secret"));
        (await server.Admin.GetAsync($"pipelines/{made["id"]}")).Body.TryGetProperty("warnings", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Every_mistake_is_named_with_its_path()
    {
        var pipeline = Example.Pipeline(name);
        pipeline["transformations"]![2]!["condition"]!["operator"] = "equalls";
        pipeline["destination"]!["config"]!["tabel"] = "daily_orders";

        var answer = (await server.Admin.PostAsync("pipelines", pipeline)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        var judged = (await server.Admin.PostAsync("pipelines/validate", pipeline)).ShouldBe(HttpStatusCode.OK);

        answer.Paths.Order(StringComparer.Ordinal).ShouldBe(["$.destination.config.tabel", "$.transformations[2].condition.operator"]);
        answer.Text.ShouldContain("Did you mean 'equals'?");
        judged.Body.GetProperty("valid").GetBoolean().ShouldBeFalse();
        judged.Paths.ShouldBe(answer.Paths);
    }

    [Fact]
    public async Task A_pipeline_is_read_listed_changed_and_deleted()
    {
        var made = (await server.Admin.PostAsync("pipelines", Example.Pipeline(name))).ShouldBe(HttpStatusCode.Created);
        var path = $"pipelines/{made["id"]}";
        (await server.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK).Headers["ETag"].ShouldBe("\"1\"");
        var listed = (await server.Admin.GetAsync($"pipelines?q={Uri.EscapeDataString(name)}")).ShouldBe(HttpStatusCode.OK).Body;
        listed.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe(name);
        listed.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);

        var change = Example.Pipeline(name);
        change["description"] = "changed";
        change["source"]!["config"]!["auth_params"]!["api_key_value"] = "********";
        (await server.Admin.PutAsync(path, change, ("If-Match", "\"1\""))).ShouldBe(HttpStatusCode.OK)["version"].ShouldBe("2");
        (await server.Admin.PutAsync(path, change, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");

        (await server.Admin.DeleteAsync(path, ("If-Match", "\"2\""))).ShouldBe(HttpStatusCode.NoContent);
        (await server.Admin.GetAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData(500, HttpStatusCode.Created)]
    [InlineData(501, HttpStatusCode.UnprocessableEntity)]
    public async Task What_a_change_is_for_is_said_in_so_many_characters(int length, HttpStatusCode status) =>
        (await server.Admin.PostAsync($"pipelines?message={new string('m', length)}", Example.Pipeline(name))).ShouldBe(status);

    [Fact]
    public async Task A_name_is_given_once()
    {
        (await server.Admin.PostAsync("pipelines", Example.Pipeline(name))).ShouldBe(HttpStatusCode.Created);

        (await server.Admin.PostAsync("pipelines", Example.Pipeline(name))).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task A_viewer_sees_what_is_connected_but_not_how()
    {
        var pipeline = Example.Pipeline(name);
        pipeline["parameters"] = new JsonObject { ["token"] = "t" };
        var made = (await server.Admin.PostAsync("pipelines", pipeline)).ShouldBe(HttpStatusCode.Created);
        using var viewer = await server.AccountAsync("viewer");

        var seen = (await viewer.GetAsync($"pipelines/{made["id"]}")).ShouldBe(HttpStatusCode.OK).Body;

        seen.GetProperty("source").GetProperty("connector_type").GetString().ShouldBe("REST API");
        seen.GetProperty("source").GetProperty("config").EnumerateObject().ShouldBeEmpty();
        seen.GetProperty("destination").GetProperty("config").EnumerateObject().Select(setting => setting.Name).ShouldBe(["table"]);
        seen.TryGetProperty("parameters", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_list_is_paged_by_a_cursor()
    {
        foreach (var suffix in new[] { "a", "b", "c" })
            (await server.Admin.PostAsync("pipelines", Example.Pipeline($"{name} {suffix}"))).ShouldBe(HttpStatusCode.Created);
        var query = $"pipelines?q={Uri.EscapeDataString(name)}&sort=name&limit=2";

        var first = (await server.Admin.GetAsync(query)).ShouldBe(HttpStatusCode.OK);
        var second = (await server.Admin.GetAsync($"{query}&cursor={Uri.EscapeDataString(first["next_cursor"])}")).ShouldBe(HttpStatusCode.OK);

        Names(first).ShouldBe([$"{name} a", $"{name} b"]);
        Names(second).ShouldBe([$"{name} c"]);
        second.Body.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static IEnumerable<string?> Names(ApiAnswer page) => page.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString());
}
