using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>Drift of a source that a join reads.</summary>
[Collection(ApiTests.Name)]
public sealed class InputDriftTests : IDisposable
{
    private const string Orders = "id,customer\n1,10\n2,20\n";
    private const string Before = "customer,name\n10,Ann\n20,Bob\n";
    private readonly ApiServer server;
    private readonly string orders;
    private readonly string customers;
    private readonly string output;

    public InputDriftTests(ApiServer server)
    {
        this.server = server;
        var folder = Directory.CreateDirectory(Path.Combine(server.Files, Guid.NewGuid().ToString("N"))).FullName;
        (orders, customers, output) = (Path.Combine(folder, "orders.csv"), Path.Combine(folder, "customers.csv"), Path.Combine(folder, "out.csv"));
        File.WriteAllText(orders, Orders);
        File.WriteAllText(customers, Before);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(orders)!, recursive: true);

    [Theory]
    [InlineData("evolve", "id,customer,name,tier\n1,10,Ann,gold\n2,20,Bob,\n", "new tier added")]
    [InlineData("freeze", "id,customer,name\n1,10,Ann\n2,20,Bob\n", "new tier left_out")]
    public async Task A_new_field_is_told_and_taken_or_left_out(string policy, string expected, string drift)
    {
        var pipeline = await LearnedAsync(policy);
        await File.WriteAllTextAsync(customers, "customer,name,tier\n10,Ann,gold\n20,Bob,\n");

        var run = await RunAsync(pipeline);

        run.GetProperty("status").GetString().ShouldBe("warning", run.ToString());
        (await File.ReadAllTextAsync(output)).ShouldBe(expected);
        (await DriftsAsync(run)).ShouldBe([$"customers {drift}"]);
        (await RunAsync(pipeline)).GetProperty("status").GetString().ShouldBe(policy == "evolve" ? "success" : "warning");
    }

    [Theory]
    [InlineData("reject", "customer,name,tier\n10,Ann,gold\n20,Bob,\n", "customer,name,tier")]
    [InlineData("quarantine", "customer,name,tier\n10,Ann,gold\n20,Bob,\n", "customer,name,tier")]
    public async Task A_run_fails_rather_than_join_a_part_until_the_schema_is_accepted(string policy, string after, string fields)
    {
        var pipeline = await LearnedAsync(policy);
        await File.WriteAllTextAsync(customers, after);

        var run = await RunAsync(pipeline);

        run.GetProperty("error").GetProperty("code").GetString().ShouldBe("schema_drift", run.ToString());
        run.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("'customers'");
        (await DriftsAsync(run)).ShouldNotBeEmpty();
        var accepted = (await server.Admin.PutAsync($"pipelines/{pipeline}/schema", new { stream = "customers", run_id = run.GetProperty("id").GetString() })).ShouldBe(HttpStatusCode.OK).Body;
        accepted.GetProperty("stream").GetString().ShouldBe("customers");
        string.Join(',', accepted.GetProperty("current").GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString())).ShouldBe(fields);
        (await RunAsync(pipeline)).GetProperty("status").GetString().ShouldBe("success");
    }

    [Fact]
    public async Task A_value_of_another_type_fails_the_run_where_types_are_frozen()
    {
        var pipeline = await LearnedAsync("freeze");
        await File.WriteAllTextAsync(customers, "customer,name\n10,Ann\nB20,Bob\n");

        var run = await RunAsync(pipeline);

        run.GetProperty("error").GetProperty("code").GetString().ShouldBe("schema_drift", run.ToString());
        (await DriftsAsync(run)).ShouldBe(["customers incompatible customer type_kept"]);
        (await File.ReadAllTextAsync(output)).ShouldBe("id,customer,name\n1,10,Ann\n2,20,Bob\n");
    }

    [Fact]
    public async Task A_source_that_there_is_not_is_told()
    {
        var pipeline = await LearnedAsync("evolve");

        (await server.Admin.GetAsync($"pipelines/{pipeline}/schema?stream=customers")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("version").GetInt32().ShouldBe(1);
        (await server.Admin.GetAsync($"pipelines/{pipeline}/schema?stream=clients")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Problem("$.stream").ShouldContain("customers");
    }

    private async Task<string> LearnedAsync(string policy)
    {
        var pipeline = (await server.Admin.PostAsync("pipelines", new
        {
            name = $"input drift {Guid.NewGuid():N}",
            sources = new object[]
            {
                new { connector_type = "file", config = new { path = orders } },
                new { name = "customers", connector_type = "file", config = new { path = customers }, schema_evolution = policy },
            },
            transformations = new[] { new { type = "join", join_type = "left", join_source = "customers", primary_key = "customer" } },
            destination = new { connector_type = "file", config = new { path = output, write_mode = "replace" } },
        })).ShouldBe(HttpStatusCode.Created)["id"];
        (await RunAsync(pipeline)).GetProperty("status").GetString().ShouldBe("success");
        return pipeline;
    }

    private async Task<JsonElement> RunAsync(string pipeline) =>
        await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);

    private async Task<List<string>> DriftsAsync(JsonElement run)
    {
        var items = (await server.Admin.GetAsync($"runs/{run.GetProperty("id")}/drift")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items");
        return [.. items.EnumerateArray().Select(drift => $"{drift.GetProperty("stream")} {drift.GetProperty("change").GetProperty("kind")} {drift.GetProperty("change").GetProperty("field")} {drift.GetProperty("action")}")];
    }
}
