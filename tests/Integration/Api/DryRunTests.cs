using System.Net;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class DryRunTests(ApiServer server)
{
    private const string Catalogue =
        "SELECT coalesce(string_agg(concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod)), ',' ORDER BY c.relname, a.attnum), '') FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
        + "WHERE c.relnamespace = 'public'::regnamespace";

    private readonly string name = $"dry {Guid.NewGuid():N}";

    [Fact]
    public async Task A_missing_table_is_planned_with_its_statement_and_nothing_is_created()
    {
        var (config, connection) = await server.TableAsync("orders");
        var run = await DryRunAsync(config);

        var plan = (await server.Admin.GetAsync($"runs/{run}/write-plan")).ShouldBe(HttpStatusCode.OK).Body;

        var destination = plan.GetProperty("destinations").EnumerateArray().ShouldHaveSingleItem();
        destination.GetProperty("exists").GetBoolean().ShouldBeFalse();
        destination.GetProperty("records_inserted").GetInt64().ShouldBe(2);
        destination.GetProperty("statements").EnumerateArray().Select(statement => statement.GetString())
            .ShouldContain("""CREATE TABLE "public"."orders" ("id" bigint, "email" text)""");
        plan.GetProperty("samples").EnumerateArray().Select(record => record.GetProperty("id").GetInt64()).ShouldBe([1, 2]);
        plan.GetProperty("records_rejected").GetInt64().ShouldBe(1);
        plan.GetProperty("rejected")[0].GetProperty("record").GetProperty("email").GetString().ShouldBe("nobody");
        (await server.Admin.GetAsync($"dead-letters?run_id={run}")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").GetArrayLength().ShouldBe(0, "what a dry run rejects was never to be delivered");
        (await Database.ScalarAsync<string>(connection, Catalogue)).ShouldBe("");
    }

    [Theory]
    [InlineData("append", 1, 2, 0)]
    [InlineData("replace", 4, 2, 1)]
    [InlineData("upsert", 1, null, 0)]
    public async Task A_table_that_is_there_is_planned_by_its_write_mode_and_stays_as_it_was(string mode, int statements, int? inserted, int removed)
    {
        var (config, connection) = await server.TableAsync("orders", mode);
        config["primary_key"] = mode == "upsert" ? (string[])["id"] : [];
        await Database.ExecuteAsync(connection, "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders VALUES (7)");
        var before = await Database.ScalarAsync<string>(connection, Catalogue);
        var run = await DryRunAsync(config);

        var destination = (await server.Admin.GetAsync($"runs/{run}/write-plan")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("destinations")[0];

        destination.GetProperty("records_existing").GetInt64().ShouldBe(1);
        destination.GetProperty("write_mode").GetString().ShouldBe(mode);
        (destination.TryGetProperty("records_inserted", out var added) ? added.GetInt32() : (int?)null).ShouldBe(inserted);
        destination.GetProperty("records_removed").GetInt64().ShouldBe(removed);
        var ours = destination.GetProperty("statements").EnumerateArray().Select(statement => statement.GetString()!).Where(statement => !statement.StartsWith("CREATE TABLE IF NOT", StringComparison.Ordinal)).ToList();
        ours[0].ShouldBe("""ALTER TABLE "public"."orders" ADD COLUMN IF NOT EXISTS "email" text""");
        ours.Count.ShouldBe(statements);
        (await Database.ScalarAsync<string>(connection, Catalogue)).ShouldBe(before);
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM orders")).ShouldBe(1);
    }

    [Fact]
    public async Task The_first_records_are_those_that_come_out_of_steps_over_the_whole_run()
    {
        var (config, _) = await server.TableAsync("orders");
        var run = await RunAsync(config, dryRun: true, new { type = "aggregation", group_by_fields = new[] { "email" }, aggregated_fields = new[] { new { input_field = "*", output_field = "n", operation = "count" } } });

        var plan = (await server.Admin.GetAsync($"runs/{run}/write-plan")).ShouldBe(HttpStatusCode.OK).Body;

        plan.GetProperty("samples").GetRawText().ShouldBe("""[{"email":"a@example.com","n":1},{"email":"b@example.com","n":1}]""");
    }

    [Fact]
    public async Task Only_a_dry_run_has_a_write_plan()
    {
        var (config, _) = await server.TableAsync("orders");
        var run = await RunAsync(config, dryRun: false);

        (await server.Admin.GetAsync($"runs/{run}/write-plan")).ShouldBe(HttpStatusCode.Conflict);
        (await server.Admin.GetAsync("runs/unknown/write-plan")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_plan_tells_what_the_run_was_given_and_no_secret()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id,email\n1,a@example.com\n");
        var pipeline = (await server.Admin.PostAsync("pipelines", new
        {
            name,
            source = new { connector_type = "file", config = new { path = "${file}" } },
            transformations = (object[])
            [
                new { type = "field_operation", field_name = "email", operation = "hmac", parameters = new { secret_key = "${key}" } },
                new { type = "field_addition", field_name = "note", literal = "${note}" },
            ],
            destination = new { connector_type = "file", config = new { path = $"{name}.ndjson" } },
        })).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute", new { dry_run = true, parameters = new { file = $"{name}.csv", key = "not to be shown", note = "" } })).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await server.Admin.EndOfRunAsync(run);
        using var viewer = await server.AccountAsync("viewer");

        var plan = (await server.Admin.GetAsync($"runs/{run}/write-plan")).ShouldBe(HttpStatusCode.OK).Body;

        plan.GetProperty("parameters").GetRawText().ShouldBe($$"""{"file":"{{name}}.csv","key":"********","note":""}""");
        (await viewer.GetAsync($"runs/{run}/write-plan")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task<string> DryRunAsync(object config) => await RunAsync(config, dryRun: true);

    private async Task<string> RunAsync(object config, bool dryRun, params object[] more)
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id,email\n1,a@example.com\n2,b@example.com\n3,nobody\n");
        var pipeline = (await server.Admin.PostAsync("pipelines", new
        {
            name,
            source = new { connector_type = "file", config = new { path = $"{name}.csv" } },
            transformations = (object[])[new { type = "field_validation", field_name = "email", validation_type = "email_format" }, .. more],
            destination = new { connector_type = "postgresql", config },
        })).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute", new { dry_run = dryRun })).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("warning");
        return run;
    }
}
