using System.Net;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Npgsql;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>A failed run of an incremental pipeline is retried when a later one has planned to read the same.</summary>
public sealed class LateRetryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // A host that is killed is not taken over from.
    private static readonly Dictionary<string, string> Settings = new() { ["DATAAGGREGATOR_LEASE_SECONDS"] = "600" };

    [Fact]
    public async Task A_run_is_not_retried_once_a_later_one_is_planned_although_that_one_died()
    {
        using var folder = new TemporaryFolder();
        var platform = await postgres.CreateDatabaseAsync();
        var target = await postgres.CreateDatabaseAsync();
        await Database.ExecuteAsync(
            target,
            """
            CREATE TABLE source AS SELECT n AS id FROM generate_series(1, 100) n; CREATE TABLE target (id int4);
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '42501'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON target FOR EACH ROW EXECUTE FUNCTION refuse()
            """);
        await using var other = await ServerProcess.StartAsync(platform, folder, engine: "other", settings: Settings);
        string failed, later;
        await using (var one = await ServerProcess.StartAsync(platform, folder, faultPoint: "plan_saved:2", engine: "one", settings: Settings))
        {
            var pipeline = (await one.Admin.PostAsync("pipelines", Pipeline(target))).ShouldBe(HttpStatusCode.Created)["id"];
            failed = await ExecuteAsync(one.Admin, pipeline);
            await StatusAsync(one.Admin, failed, "failed");
            await Database.ExecuteAsync(target, "DROP TRIGGER refuse ON target");
            later = await ExecuteAsync(one.Admin, pipeline);
            (await one.Process.ExitAsync()).ShouldBe(137, "it dies with the later run's plan");
        }

        var retried = await other.Admin.PostAsync($"runs/{failed}/retry");
        if (retried.Status == HttpStatusCode.Accepted)
            await StatusAsync(other.Admin, failed, "success");
        await using var again = await ServerProcess.StartAsync(platform, folder, engine: "one", settings: Settings);
        await StatusAsync(again.Admin, later, "success");

        (await Database.ScalarAsync<string>(target, "SELECT count(*) || ' ' || count(DISTINCT id) FROM target")).ShouldBe("100 100");
        retried.ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    private static async Task<string> ExecuteAsync(ApiClient admin, string pipeline) => (await admin.PostAsync($"pipelines/{pipeline}/execute", new { confirm = true })).ShouldBe(HttpStatusCode.Accepted)["run_id"];

    private static object Pipeline(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        Dictionary<string, object?> Table(string table) => new() { ["host"] = parts.Host, ["port"] = parts.Port, ["database"] = parts.Database, ["username"] = parts.Username, ["password"] = parts.Password, ["table"] = table };
        return new
        {
            name = "new",
            source = new { connector_type = "postgresql", config = Table("source"), incremental = new { cursor_field = "id" } },
            destination = new { connector_type = "postgresql", config = Table("target") },
        };
    }
}
