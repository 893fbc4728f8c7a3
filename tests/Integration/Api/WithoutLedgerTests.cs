using System.Net;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>A destination whose user may write into the table and nothing else: the run delivers, and everybody is told what is not promised.</summary>
[Collection(ApiTests.Name)]
public sealed class WithoutLedgerTests(ApiServer server)
{
    private readonly string name = $"writer_{Guid.NewGuid():N}";

    [Fact]
    public async Task A_connection_and_a_dry_run_say_that_the_ledger_cannot_be_made()
    {
        var (config, target) = await server.TableAsync("people");
        await Database.ExecuteAsync(
            target, $"CREATE TABLE people (id int8); CREATE ROLE {name} LOGIN PASSWORD 'w'; REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT INSERT, SELECT ON people TO {name}");
        (config["username"], config["password"]) = (name, "w");
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id\n1\n");
        var connection = config.Where(setting => setting.Key is not ("table" or "write_mode")).ToDictionary();
        var definition = new { name, source = new { connector_type = "file", config = new { path = $"{name}.csv" } }, destination = new { connector_type = "postgresql", config } };

        var connector = (await server.Admin.PostAsync("connectors", new { name, connector_type = "postgresql", config = connection })).ShouldBe(HttpStatusCode.Created)["id"];
        var tested = (await server.Admin.PostAsync($"connectors/{connector}/test")).ShouldBe(HttpStatusCode.OK).Body;
        var read = (await server.Admin.PostAsync("connectors/test", new { connector_type = "postgresql", config = connection.Append(new("table", "people")).ToDictionary() })).ShouldBe(HttpStatusCode.OK).Body;
        var pipeline = (await server.Admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute", new { dry_run = true })).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await server.Admin.EndOfRunAsync(run);
        var plan = (await server.Admin.GetAsync($"runs/{run}/write-plan")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("destinations")[0];

        foreach (var answer in new[] { tested, read })
        {
            answer.GetProperty("ok").GetBoolean().ShouldBeTrue(answer.ToString());
            answer.GetProperty("checks").EnumerateArray().Last().GetProperty("name").GetString().ShouldBe("ledger");
            answer.GetProperty("checks").EnumerateArray().Last().GetProperty("message").GetString()!.ShouldContain($"GRANT CREATE ON SCHEMA \"public\" TO \"{name}\"");
        }

        plan.GetProperty("guarantee").GetString().ShouldBe("at_least_once");
        plan.GetProperty("effect").GetString()!.ShouldContain("no ledger");
    }

    [Fact]
    public async Task A_run_without_the_right_to_its_ledger_delivers_at_least_once_and_says_so()
    {
        var (config, target) = await server.TableAsync("people");
        await Database.ExecuteAsync(
            target, $"CREATE TABLE people (id int8); CREATE ROLE {name} LOGIN PASSWORD 'w'; REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT INSERT ON people TO {name}");
        (config["username"], config["password"]) = (name, "w");
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), $"id\n{string.Concat(Enumerable.Range(1, 50).Select(id => $"{id}\n"))}");
        var definition = new { name, source = new { connector_type = "file", config = new { path = $"{name}.csv" } }, destination = new { connector_type = "postgresql", config } };

        var tested = (await server.Admin.PostAsync("connectors/test", definition.destination)).ShouldBe(HttpStatusCode.OK).Body;
        var pipeline = (await server.Admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        var ended = await server.Admin.EndOfRunAsync(run);
        var logs = (await server.Admin.GetAsync($"runs/{run}/logs")).ShouldBe(HttpStatusCode.OK).Text;

        tested.GetProperty("ok").GetBoolean().ShouldBeTrue(tested.ToString());
        tested.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "ledger").GetProperty("message").GetString()!.ShouldContain("at least once");
        ended.GetProperty("status").GetString().ShouldBe("success", ended.ToString());
        ended.GetProperty("destinations")[0].GetProperty("delivery_guarantee").GetString().ShouldBe("at_least_once");
        logs.ShouldContain("delivery_at_least_once");
        (await Database.ScalarAsync<string>(target, "SELECT count(*) || ' ' || count(DISTINCT id) FROM people")).ShouldBe("50 50");
    }
}
