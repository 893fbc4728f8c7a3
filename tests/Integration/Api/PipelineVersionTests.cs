using System.Net;
using System.Text.Json.Nodes;
using DataAggregator.Core.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class PipelineVersionTests(ApiServer server)
{
    private readonly string name = $"versions {Guid.NewGuid():N}";

    [Fact]
    public async Task Versions_tell_who_made_them_what_for_and_what_they_were()
    {
        var path = await SaveAsync();
        var change = Example.Pipeline(name);
        change["source"]!["config"]!["auth_params"]!["api_key_value"] = "another-key";
        change["transformations"]!.AsArray().RemoveAt(4);
        (await server.Admin.PutAsync($"{path}?message=Less%20strict", change)).ShouldBe(HttpStatusCode.OK)["message"].ShouldBe("Less strict");

        var versions = (await server.Admin.GetAsync($"{path}/versions")).ShouldBe(HttpStatusCode.OK);
        var first = (await server.Admin.GetAsync($"{path}/versions/1")).ShouldBe(HttpStatusCode.OK);
        var diff = (await server.Admin.GetAsync($"{path}/versions/1/diff/2")).ShouldBe(HttpStatusCode.OK);

        versions.Body.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("version")} {item.GetProperty("author")} {(item.TryGetProperty("message", out var text) ? text : "")}")
            .ShouldBe([$"2 {ApiServer.AdminEmail} Less strict", $"1 {ApiServer.AdminEmail} "]);
        first.Body.GetProperty("definition").GetProperty("transformations").GetArrayLength().ShouldBe(5);
        first.Text.ShouldNotContain("your-api-key-here");
        diff.Body.GetProperty("changes").EnumerateArray().Select(change => $"{change.GetProperty("kind")} {change.GetProperty("path")}: {change.GetProperty("sentence")}").ShouldBe([
            "changed $.source.config.auth_params.api_key_value: Source: the secret config.auth_params.api_key_value was changed.",
            "removed $.transformations[4]: Step 5 (field_validation) was removed."]);
        diff.Text.ShouldNotContain("another-key");
        (await server.Admin.GetAsync($"{path}/versions/3")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_rollback_is_a_new_version_with_the_secrets_of_the_old_one()
    {
        var path = await SaveAsync();
        var change = Example.Pipeline(name);
        change["source"]!["config"]!["auth_params"]!["api_key_value"] = "another-key";
        change["description"] = "changed";
        (await server.Admin.PutAsync(path, change)).ShouldBe(HttpStatusCode.OK);

        (await server.Admin.PostAsync($"{path}/rollback", new { version = 1 }, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        var back = (await server.Admin.PostAsync($"{path}/rollback", new { version = 1 }, ("If-Match", "\"2\""))).ShouldBe(HttpStatusCode.OK);

        back["version"].ShouldBe("3");
        back["message"].ShouldBe("Back to version 1");
        back.Body.TryGetProperty("description", out _).ShouldBeFalse();
        (await KeyAsync(path)).ShouldBe("your-api-key-here");
        (await server.Admin.PostAsync($"{path}/rollback", new { version = 9 })).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.version"]);
    }

    [Fact]
    public async Task A_clone_has_a_free_name_and_the_secrets_and_does_not_start_by_itself()
    {
        var path = await SaveAsync();

        var first = (await server.Admin.PostAsync($"{path}/clone")).ShouldBe(HttpStatusCode.Created);
        var second = (await server.Admin.PostAsync($"{path}/clone", new { })).ShouldBe(HttpStatusCode.Created);
        var named = (await server.Admin.PostAsync($"{path}/clone", new { name = $"{name} branch" })).ShouldBe(HttpStatusCode.Created);

        new[] { first, second, named }.Select(copy => copy["name"]).ShouldBe([$"{name} (copy)", $"{name} (copy 2)", $"{name} branch"]);
        first.Body.GetProperty("enabled").GetBoolean().ShouldBeFalse();
        (await KeyAsync($"pipelines/{first["id"]}")).ShouldBe("your-api-key-here");
        (await server.Admin.PostAsync($"{path}/clone", new { name = $"{name} branch" })).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task Lists_are_narrowed_by_tags_by_being_enabled_and_by_the_last_run()
    {
        foreach (var (suffix, tags) in new[] { ("a", new[] { "daily", name }), ("b", ["hourly", name]), ("c", ["other"]) })
        {
            var pipeline = Example.Pipeline($"{name} {suffix}");
            pipeline["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
            var made = (await server.Admin.PostAsync("pipelines", pipeline)).ShouldBe(HttpStatusCode.Created);
            if (suffix != "b")
                continue;
            (await server.Admin.PostAsync($"pipelines/{made["id"]}/pause")).ShouldBe(HttpStatusCode.OK)["enabled"].ShouldBe("False");
            await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{made["id"]}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
        }

        (await NamesAsync($"tag={Uri.EscapeDataString(name)}")).ShouldBe([$"{name} a", $"{name} b"]);
        (await NamesAsync($"tag={Uri.EscapeDataString(name)}&tag=daily")).ShouldBe([$"{name} a"]);
        (await NamesAsync("enabled=false")).ShouldBe([$"{name} b"]);
        (await NamesAsync("status=failed")).ShouldBe([$"{name} b"]);
        (await NamesAsync("status=success")).ShouldBeEmpty();
        (await server.Admin.GetAsync("pipelines?enabled=maybe")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["enabled"]);
    }

    [Fact]
    public async Task Pausing_and_resuming_are_versions_and_doing_it_twice_is_none()
    {
        var path = await SaveAsync();

        (await server.Admin.PostAsync($"{path}/pause")).ShouldBe(HttpStatusCode.OK)["version"].ShouldBe("2");
        (await server.Admin.PostAsync($"{path}/pause")).ShouldBe(HttpStatusCode.OK)["version"].ShouldBe("2");
        (await server.Admin.PostAsync($"{path}/resume")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("enabled").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task What_others_depend_on_and_what_is_at_work_is_not_deleted()
    {
        var path = await SaveAsync();
        var other = Example.Pipeline($"{name} after");
        other["triggers"] = new JsonArray(new JsonObject { ["type"] = "pipeline", ["pipeline"] = name });
        var dependent = (await server.Admin.PostAsync("pipelines", other)).ShouldBe(HttpStatusCode.Created)["id"];

        (await server.Admin.DeleteAsync(path)).ShouldBeProblem(HttpStatusCode.Conflict, "conflict").Text.ShouldContain($"{name} after");
        (await server.Admin.DeleteAsync($"pipelines/{dependent}")).ShouldBe(HttpStatusCode.NoContent);
        (await server.Admin.DeleteAsync(path)).ShouldBe(HttpStatusCode.NoContent);

        await using var api = new GatedApi();
        var busy = (await server.Admin.PostAsync("pipelines", new
        {
            name = $"{name} busy",
            source = new { connector_type = "rest_api", config = new { url = api.Address, auth_method = "none" } },
            destination = new { connector_type = "file", config = new { path = $"{name}-busy.csv", write_mode = "replace" } },
        })).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{busy}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await api.Asked;
        (await server.Admin.DeleteAsync($"pipelines/{busy}")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict").Text.ShouldContain(run);
        api.Open();
        await server.Admin.EndOfRunAsync(run);
        (await server.Admin.DeleteAsync($"pipelines/{busy}")).ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<string> SaveAsync() => $"pipelines/{(await server.Admin.PostAsync("pipelines", Example.Pipeline(name))).ShouldBe(HttpStatusCode.Created)["id"]}";

    private async Task<string?> KeyAsync(string path)
    {
        var saved = await server.Services.GetRequiredService<IPipelineStore>().FindAsync(path.Split('/')[1], CancellationToken.None);
        var clear = await server.Services.GetRequiredService<PipelineSecrets>().UnprotectAsync(saved!.Document, CancellationToken.None);
        return clear.GetProperty("source").GetProperty("config").GetProperty("auth_params").GetProperty("api_key_value").GetString();
    }

    private async Task<IEnumerable<string?>> NamesAsync(string filter) =>
        (await server.Admin.GetAsync($"pipelines?sort=name&q={Uri.EscapeDataString(name)}&{filter}")).ShouldBe(HttpStatusCode.OK)
            .Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString());
}
