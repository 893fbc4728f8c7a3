using System.Net;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>Makes a replay that fails: the table that refused a record is broken by the time it is replayed.</summary>
internal static class FailedReplay
{
    /// <summary>Has every insert or update of a table fail for a reason that is not the record's.</summary>
    public static string Break(string table, string when) =>
        $"""
        CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = '42P01'; END $$;
        CREATE TRIGGER broken BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION broken()
        """;

    /// <summary>The id of the run.</summary>
    public static async Task<string> MakeAsync(ApiServer server)
    {
        var name = $"replayed {Guid.NewGuid():N}";
        var (config, connection) = await server.TableAsync("people");
        await Database.ExecuteAsync(connection, "CREATE TABLE people (id int8 CHECK (id < 2))");
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id\n1\n2\n");
        var source = new { connector_type = "file", config = new { path = $"{name}.csv" } };
        var pipeline = (await server.Admin.PostAsync("pipelines", new { name, source, destination = new { connector_type = "postgresql", config } })).ShouldBe(HttpStatusCode.Created)["id"];
        await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
        await Database.ExecuteAsync(connection, Break("people", "INSERT"));
        var replay = (await server.Admin.PostAsync("dead-letters/replay", new { filter = new { pipeline_id = pipeline } })).ShouldBe(HttpStatusCode.Accepted).Body.GetProperty("runs")[0];
        var run = replay.GetProperty("run_id").GetString()!;
        await server.Admin.EndOfRunAsync(run);
        return run;
    }
}
