using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class SchemaTests : IDisposable
{
    private const string Before = "id,amount\n1,10\n2,20\n";
    private const string After = "id,amount,note\n3,30,late\n4,x,\n";
    private readonly ApiServer server;
    private readonly string file;

    public SchemaTests(ApiServer server)
    {
        this.server = server;
        file = Path.Combine(server.Files, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(file, Before);
    }

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task Evolve_adds_the_new_column_and_remembers_it()
    {
        var (config, connection) = await server.TableAsync("orders");
        var pipeline = await SaveAsync("evolve", new { connector_type = "postgresql", config });
        (await RunAsync(pipeline)).ShouldBe(("success", null));
        await File.WriteAllTextAsync(file, "id,amount,note\n3,30,late\n");

        (await RunAsync(pipeline)).ShouldBe(("warning", null));

        (await Database.ScalarAsync<string>(connection, "SELECT string_agg(concat(id, note), ' ' ORDER BY id) FROM orders")).ShouldBe("1 2 3late");
        var known = (await server.Admin.GetAsync($"pipelines/{pipeline}/schema")).ShouldBe(HttpStatusCode.OK).Body;
        known.GetProperty("version").GetInt32().ShouldBe(2);
        known.GetProperty("history")[0].GetProperty("changes")[0].GetProperty("kind").GetString().ShouldBe("new");
        (await RunAsync(pipeline)).ShouldBe(("success", null));
    }

    [Fact]
    public async Task Freeze_leaves_the_new_field_out_and_rejects_values_of_another_type()
    {
        var (pipeline, output) = await AfterDriftAsync("freeze");

        (await RunAsync(pipeline)).ShouldBe(("warning", null));

        (await File.ReadAllTextAsync(output)).ShouldBe("id,amount\n3,30\n");
        (await DriftsAsync(pipeline)).ShouldBe(["incompatible amount type_kept", "new note left_out"], ignoreOrder: true);
        // What is frozen stays as it was, and drifts again.
        (await RunAsync(pipeline)).ShouldBe(("warning", null));
    }

    [Fact]
    public async Task Reject_fails_before_anything_is_written_until_the_schema_is_accepted()
    {
        var (pipeline, output) = await AfterDriftAsync("reject");

        (await RunAsync(pipeline)).ShouldBe(("failed", "schema_drift"));
        (await File.ReadAllTextAsync(output)).ShouldBe(Before);
        var run = (await LastRunAsync(pipeline)).GetProperty("id").GetString();
        (await server.Admin.PutAsync($"pipelines/{pipeline}/schema", new { run_id = run })).ShouldBe(HttpStatusCode.OK);

        (await RunAsync(pipeline)).ShouldBe(("success", null));
        (await File.ReadAllTextAsync(output)).ShouldBe(After);
    }

    [Fact]
    public async Task Quarantine_sets_the_records_aside_that_drift()
    {
        var (pipeline, output) = await AfterDriftAsync("quarantine", "id,amount,note\n3,30,late\n4,40,\n");

        (await RunAsync(pipeline)).ShouldBe(("warning", null));

        (await File.ReadAllTextAsync(output)).ShouldBe("id,amount\n4,40\n");
        var run = (await LastRunAsync(pipeline)).GetProperty("id").GetString();
        var rejected = (await server.Admin.GetAsync($"runs/{run}/rejected")).Body.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        rejected.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("schema_drift");
    }

    [Fact]
    public async Task What_is_known_can_be_set_and_forgotten()
    {
        var (pipeline, _) = await AfterDriftAsync("reject");
        (await server.Admin.PutAsync($"pipelines/{pipeline}/schema", new { reset = true })).ShouldBe(HttpStatusCode.OK);
        (await RunAsync(pipeline)).ShouldBe(("success", null));

        (await server.Admin.PutAsync($"pipelines/{pipeline}/schema", new { schema = new { fields = new[] { new { name = "id", type = "int64" } } } })).ShouldBe(HttpStatusCode.OK);
        (await RunAsync(pipeline)).ShouldBe(("failed", "schema_drift"));
        (await server.Admin.PutAsync($"pipelines/{pipeline}/schema", new { reset = true, run_id = "x" })).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await server.Admin.PutAsync($"pipelines/{pipeline}/schema", new { run_id = "x" })).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private async Task<(string Pipeline, string Output)> AfterDriftAsync(string policy, string after = After)
    {
        var output = Path.ChangeExtension(file, "out.csv");
        var pipeline = await SaveAsync(policy, new { connector_type = "file", config = new { path = output, write_mode = "replace" } });
        (await RunAsync(pipeline)).ShouldBe(("success", null));
        await File.WriteAllTextAsync(file, after);
        return (pipeline, output);
    }

    private async Task<string> SaveAsync(string policy, object destination) => (await server.Admin.PostAsync("pipelines", new
    {
        name = $"schema {Guid.NewGuid():N}",
        source = new { connector_type = "file", config = new { path = file }, schema_evolution = policy },
        destination,
    })).ShouldBe(HttpStatusCode.Created)["id"];

    private async Task<(string Status, string? Code)> RunAsync(string pipeline)
    {
        var started = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted);
        var run = await server.Admin.EndOfRunAsync(started["run_id"]);
        return (run.GetProperty("status").GetString()!, run.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null);
    }

    private async Task<JsonElement> LastRunAsync(string pipeline) => (await server.Admin.GetAsync($"pipelines/{pipeline}")).Body.GetProperty("last_run");

    private async Task<List<string>> DriftsAsync(string pipeline)
    {
        var run = (await LastRunAsync(pipeline)).GetProperty("id").GetString();
        var items = (await server.Admin.GetAsync($"runs/{run}/drift")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items");
        return [.. items.EnumerateArray().Select(drift => $"{drift.GetProperty("change").GetProperty("kind")} {drift.GetProperty("change").GetProperty("field")} {drift.GetProperty("action")}")];
    }
}
