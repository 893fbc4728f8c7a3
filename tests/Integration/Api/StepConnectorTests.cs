using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>Steps that read saved connectors by name.</summary>
[Collection(ApiTests.Name)]
public sealed class StepConnectorTests(ApiServer server) : IAsyncLifetime
{
    private readonly string name = $"joined {Guid.NewGuid():N}";
    private readonly List<string> made = [];

    public Task InitializeAsync() => Task.CompletedTask;

    // The guide's name is free again for the next test.
    public async Task DisposeAsync()
    {
        foreach (var path in made.AsEnumerable().Reverse())
            await server.Admin.DeleteAsync(path);
    }

    [Fact]
    public async Task The_guides_join_reads_the_saved_crm_system_which_stays_as_long_as_it_is_used()
    {
        var crm = await ConnectorAsync("crm_system", Json("crm", """
            [{"email":"john.doe@example.com","crm_id":"CRM-12345","customer_segment":"Premium","last_purchase_date":"2025-01-10","total_spent":1250.75},
             {"email":"jane@example.com","crm_id":"CRM-2","customer_segment":"Standard","last_purchase_date":"2025-01-11","total_spent":1}]
            """));
        var pipeline = await SaveAsync(JoinOf("crm_system"));

        var run = await RunAsync(pipeline);

        run.GetProperty("status").GetString().ShouldBe("success", run.ToString());
        JsonElement.DeepEquals(JsonDocument.Parse(Records()).RootElement, JsonDocument.Parse("""
            [{"customer_id":"CUST-001","email":"john.doe@example.com","signup_date":"2025-01-15","crm_id":"CRM-12345","customer_segment":"Premium","last_purchase_date":"2025-01-10","total_spent":1250.75}]
            """).RootElement).ShouldBeTrue(Records());
        (await server.Admin.DeleteAsync(crm)).ShouldBeProblem(HttpStatusCode.Conflict, "conflict")["detail"].ShouldContain(name);
        (await server.Admin.DeleteAsync($"pipelines/{pipeline}")).ShouldBe(HttpStatusCode.NoContent);
        (await server.Admin.DeleteAsync(crm)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_join_with_a_source_that_has_no_records_finds_none()
    {
        await ConnectorAsync("crm_system", Json("crm", "[]"));

        var run = await RunAsync(await SaveAsync(JoinOf("crm_system")));

        run.GetProperty("status").GetString().ShouldBe("success", run.ToString());
        Records().ShouldContain(""" "crm_id":null """.Trim());
    }

    [Fact]
    public async Task Two_streams_of_one_database_are_read_each_for_itself()
    {
        var (config, connection) = await server.TableAsync("none");
        config.Remove("table");
        config.Remove("write_mode");
        await Database.ExecuteAsync(connection, "CREATE TABLE crm (email text, crm_id text, customer_segment text, last_purchase_date date, total_spent numeric)");
        await Database.ExecuteAsync(connection, "INSERT INTO crm VALUES ('john.doe@example.com', 'CRM-12345', 'P', '2025-01-10', 1250.75)");
        await Database.ExecuteAsync(connection, "CREATE TABLE segments (code text, title text)");
        await Database.ExecuteAsync(connection, "INSERT INTO segments VALUES ('P', 'Premium')");
        var crm = $"crm {name}";
        await ConnectorAsync(crm, config, "postgresql");
        var pipeline = await SaveAsync(
            JoinOf(crm, "crm"),
            new { type = "lookup", field_name = "customer_segment", source = crm, stream = "segments", key_field = "code", value_field = "title" },
            new { type = "field_validation", field_name = "email", validation_type = "referential", parameters = new { source = crm, stream = "crm", field = "email" } });

        var run = await RunAsync(pipeline);

        run.GetProperty("status").GetString().ShouldBe("success", run.ToString());
        Records().ShouldContain(""" "crm_id":"CRM-12345","customer_segment":"Premium" """.Trim());
    }

    [Fact]
    public async Task An_enrichment_asks_a_saved_database_for_the_records_it_needs()
    {
        var (config, connection) = await server.TableAsync("none");
        config.Remove("table");
        config.Remove("write_mode");
        await Database.ExecuteAsync(connection, "CREATE TABLE crm (email text PRIMARY KEY, total_spent numeric)");
        // Read whole, it would be too much for what a value may be: 1e400 has no place in 38 digits.
        await Database.ExecuteAsync(connection, "INSERT INTO crm VALUES ('john.doe@example.com', 12345678901234567890.75), ('other', 1e400)");
        var crm = $"crm {name}";
        var path = await ConnectorAsync(crm, config, "postgresql");
        object enrichment = new { type = "enrichment", source = crm, stream = "crm", field_name = "email", included_fields = new[] { "total_spent" }, rate_limit = 100 };
        var pipeline = await SaveAsync(enrichment);

        var run = await RunAsync(pipeline);

        run.GetProperty("status").GetString().ShouldBe("success", run.ToString());
        Records().ShouldContain(""" "total_spent":12345678901234567890.75 """.Trim());
        (await server.Admin.DeleteAsync(path)).ShouldBeProblem(HttpStatusCode.Conflict, "conflict")["detail"].ShouldContain(name);
    }

    [Fact]
    public async Task What_no_step_can_read_is_refused_with_the_way_out()
    {
        await ConnectorAsync(name, new() { ["path"] = "later.json" }, "file");
        await ConnectorAsync($"{name} api", new() { ["url"] = "https://crm.example.com/v1" }, "rest_api");

        var unknown = (await ValidateAsync(JoinOf(name[..^1]))).Problem("$.transformations[0]");
        unknown.ShouldContain("no source of the pipeline and no saved connector");
        unknown.ShouldContain($"Did you mean '{name}'?");
        (await ValidateAsync(JoinOf($"{name} api", "https://elsewhere.example.com/x"))).Problem("$.transformations[0].stream").ShouldContain("has to stay on the connector's host");
        (await ValidateAsync(JoinOf(name, ""))).Problem("$.transformations[0].stream").ShouldContain("must name a file");
        (await ValidateAsync(JoinOf($"{name} api", "customers"))).Body.GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_source_of_the_pipeline_goes_before_a_connector_and_has_no_streams()
    {
        await ConnectorAsync("crm_system", new() { ["path"] = "missing.json" }, "file");
        var config = Json("crm", """[{"email":"john.doe@example.com","crm_id":"own","customer_segment":"x","last_purchase_date":"x","total_spent":0}]""");
        object Pipeline(object join) => Document([Customers(), new { name = "crm_system", connector_type = "file", config }], join);

        (await server.Admin.PostAsync("pipelines/validate", Pipeline(JoinOf("crm_system", "x")))).ShouldBe(HttpStatusCode.OK).Problem("$.transformations[0].stream").ShouldContain("leave it out");
        var saved = (await server.Admin.PostAsync("pipelines", Pipeline(JoinOf("crm_system")))).ShouldBe(HttpStatusCode.Created)["id"];
        made.Add($"pipelines/{saved}");

        var run = await RunAsync(saved);
        run.GetProperty("status").GetString().ShouldBe("success", run.ToString());
        Records().ShouldContain(""" "crm_id":"own" """.Trim());
    }

    private static object JoinOf(string source, string? stream = null)
    {
        var step = new Dictionary<string, object>
        {
            ["type"] = "join",
            ["join_type"] = "left",
            ["primary_key"] = "email",
            ["foreign_key"] = "email",
            ["join_source"] = source,
            ["included_fields"] = new[] { "crm_id", "customer_segment", "last_purchase_date", "total_spent" },
        };
        if (stream is not null)
            step["stream"] = stream;
        return step;
    }

    private object Customers() => new { connector_type = "file", config = Json("customers", """[{"customer_id":"CUST-001","email":"john.doe@example.com","signup_date":"2025-01-15"}]""") };

    private Dictionary<string, object> Json(string what, string records)
    {
        File.WriteAllText(Path.Combine(server.Files, $"{name}-{what}.json"), records);
        return new() { ["path"] = $"{name}-{what}.json" };
    }

    private string Records() => File.ReadAllText(Path.Combine(server.Files, $"{name}-out.json"));

    private object Document(object[] sources, params object[] transformations) => new
    {
        name,
        sources,
        transformations,
        destination = new { connector_type = "file", config = new { path = $"{name}-out.json", write_mode = "replace" } },
        error_handling = new { retry_policy = new { max_retries = 0 } },
    };

    private async Task<string> ConnectorAsync(string called, Dictionary<string, object> config, string type = "file")
    {
        var path = $"connectors/{(await server.Admin.PostAsync("connectors", new { name = called, connector_type = type, config })).ShouldBe(HttpStatusCode.Created)["id"]}";
        made.Add(path);
        return path;
    }

    private async Task<string> SaveAsync(params object[] transformations)
    {
        var id = (await server.Admin.PostAsync("pipelines", Document([Customers()], transformations))).ShouldBe(HttpStatusCode.Created)["id"];
        made.Add($"pipelines/{id}");
        return id;
    }

    private async Task<ApiAnswer> ValidateAsync(object join) => (await server.Admin.PostAsync("pipelines/validate", Document([Customers()], join))).ShouldBe(HttpStatusCode.OK);

    private async Task<JsonElement> RunAsync(string pipeline) =>
        await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
}
