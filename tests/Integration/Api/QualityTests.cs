using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class QualityTests(ApiServer server)
{
    private readonly string name = $"quality {Guid.NewGuid():N}";

    [Fact]
    public async Task The_profile_of_the_last_run_is_read_and_viewers_see_no_values()
    {
        var pipeline = await SaveAsync("id,code\n1,A-1\n2,B-2\n3,\n", Out());
        (await server.Admin.GetAsync($"pipelines/{pipeline}/profile")).ShouldBe(HttpStatusCode.NotFound);
        var first = await ExecuteAsync(pipeline);
        var second = await ExecuteAsync(pipeline);

        var profile = (await server.Admin.GetAsync($"pipelines/{pipeline}/profile")).ShouldBe(HttpStatusCode.OK).Body;
        using var viewer = await server.AccountAsync("viewer");
        var seen = (await viewer.GetAsync($"pipelines/{pipeline}/profile?history=1&run_id={Text(first, "id")}")).ShouldBe(HttpStatusCode.OK);

        Text(profile, "run_id").ShouldBe(Text(second, "id"));
        profile.GetProperty("records").GetInt64().ShouldBe(3);
        var code = profile.GetProperty("fields").EnumerateArray().Single(field => Text(field, "name") == "code");
        code.GetProperty("nulls").GetInt64().ShouldBe(1);
        code.GetProperty("null_ratio").GetDouble().ShouldBe(1 / 3.0);
        code.GetProperty("patterns")[0].GetProperty("value").GetString().ShouldBe("A-9");
        profile.GetProperty("history").GetArrayLength().ShouldBe(2);
        seen.Text.ShouldNotContain("A-1");
        seen["run_id"].ShouldBe(Text(first, "id"));
        seen.Body.GetProperty("history").GetArrayLength().ShouldBe(1);
        (await server.Admin.GetAsync($"pipelines/{pipeline}/profile?history=many")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
    }

    [Fact]
    public async Task A_replaced_table_stays_as_it_was_when_an_expectation_is_not_met()
    {
        var (config, connection) = await server.TableAsync("orders", "replace");
        await Database.ExecuteAsync(connection, "CREATE TABLE orders (id bigint)");
        await Database.ExecuteAsync(connection, "INSERT INTO orders VALUES (7)");
        object[] expectations = [new { type = "unique", field = "id" }, new { type = "row_count", min = 1 }];
        var pipeline = await SaveAsync("id\n1\n2\n2\n", new { connector_type = "postgresql", config }, expectations);

        var run = await ExecuteAsync(pipeline);

        Text(run, "status").ShouldBe("failed", run.ToString());
        Text(run.GetProperty("error"), "code").ShouldBe("expectation_failed");
        Text(run.GetProperty("error"), "message").ShouldContain("1 record has the key of another");
        var results = run.GetProperty("expectations").EnumerateArray().ToList();
        results.Select(result => result.GetProperty("passed").GetBoolean()).ShouldBe([false, true]);
        Text(results[0], "type").ShouldBe("unique");
        (await Database.ScalarAsync<long>(connection, "SELECT sum(id)::bigint FROM orders")).ShouldBe(7);
    }

    [Fact]
    public async Task An_expectation_of_severity_warning_only_warns()
    {
        object[] expectations = [new { type = "null_ratio", field = "code", max = 0.1, severity = "warning" }, new { type = "values_in", field = "id", values = new[] { 1, 2, 3 } }];
        var pipeline = await SaveAsync("id,code\n1,\n2,x\n3,y\n", Out(), expectations);

        var run = await ExecuteAsync(pipeline);

        Text(run, "status").ShouldBe("warning", run.ToString());
        run.GetProperty("expectations").EnumerateArray().Select(result => result.GetProperty("passed").GetBoolean()).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Mistakes_in_expectations_are_named_with_their_paths()
    {
        var body = Pipeline("id\n1\n", Out(), [new { type = "row_cuont", min = 1 }, new { type = "null_ratio", max = 1 }]);

        var answer = (await server.Admin.PostAsync("pipelines", body)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        answer.Paths.ShouldContain("$.validation.expectations[0].type");
        answer.Problem("$.validation.expectations[0].type").ShouldContain("row_count");
    }

    private static string Text(JsonElement json, string property) => json.GetProperty(property).GetString()!;

    private object Out() => new { connector_type = "file", config = new { path = $"{name}-out.csv", write_mode = "replace" } };

    private object Pipeline(string csv, object destination, object[]? expectations)
    {
        File.WriteAllText(Path.Combine(server.Files, $"{name}.csv"), csv);
        return new
        {
            name,
            source = new { connector_type = "file", config = new { path = $"{name}.csv" } },
            destination,
            profile = "full",
            validation = new { expectations = expectations ?? [] },
            enabled = true,
        };
    }

    private async Task<string> SaveAsync(string csv, object destination, object[]? expectations = null) =>
        (await server.Admin.PostAsync("pipelines", Pipeline(csv, destination, expectations))).ShouldBe(HttpStatusCode.Created)["id"];

    private async Task<JsonElement> ExecuteAsync(string pipeline) =>
        await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
}
