using System.Globalization;
using System.Net;
using System.Text.Json;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>
/// Kills the server while it keeps or replays dead letters, and starts it again: every record has to arrive exactly once, and every dead letter that was not
/// delivered has to be there still. Of 60 records a table refuses 20; the replay that is killed delivers 10 of them, and a second one the rest.
/// </summary>
public sealed class KilledReplayTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int Records = 60;
    private const string Password = "correct horse battery";

    private readonly TemporaryFolder folder = new();
    private readonly FreePort port = FreePort.Claim();
    private string platform = "";
    private string target = "";

    public async Task InitializeAsync()
    {
        (platform, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateDatabaseAsync());
        await Database.ExecuteAsync(target, "CREATE TABLE people (id int8, name text, CONSTRAINT allowed CHECK (id % 3 <> 0))");
        await File.WriteAllTextAsync(folder["people.csv"], $"id,name\n{string.Concat(Enumerable.Range(1, Records).Select(id => string.Create(CultureInfo.InvariantCulture, $"{id},name {id}\n")))}");
    }

    public Task DisposeAsync()
    {
        port.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Dead_letters_of_a_killed_run_are_kept_once()
    {
        await using (var process = Start("dead_letters_written:1"))
        {
            using var admin = await SignInAsync(process);
            await ExecuteAsync(admin);
            (await process.ExitAsync()).ShouldBe(137);
        }

        await using var restarted = Start(null);
        using var client = await SignInAsync(restarted);
        await EndOfAsync(client, "manual");

        (await LettersAsync(client, "open")).Select(Id).ShouldBe(Enumerable.Range(1, Records).Where(id => id % 3 == 0), ignoreOrder: true);
        (await Database.ScalarAsync<long>(target, "SELECT count(*) FROM people")).ShouldBe(40);
    }

    /// <summary>The second time, as the run that rejects the records passes them first.</summary>
    [Theory]
    [InlineData("replay_claimed:1")]
    [InlineData("plan_saved:2")]
    [InlineData("dead_letters_written:2")]
    [InlineData("committed:2")]
    [InlineData("run_finished:2")]
    [InlineData("replay_settling:2")]
    [InlineData("replay_settled:2")]
    public async Task A_killed_replay_delivers_each_record_once(string point)
    {
        await using (var process = Start(point))
        {
            using var admin = await SignInAsync(process);
            await ExecuteAsync(admin);
            await EndOfAsync(admin, "manual");
            await AllowAsync("id % 6 <> 0");
            await ReplayUnansweredAsync(admin);
            (await process.ExitAsync()).ShouldBe(137, $"the process did not die at {point}");
        }

        await using var restarted = Start(null);
        using var client = await SignInAsync(restarted);
        if (point.StartsWith("replay_claimed", StringComparison.Ordinal))
        {
            (await ReplayAsync(client)).ShouldBe(0, "they may be about to be replayed");
            await Database.ExecuteAsync(platform, "UPDATE dataaggregator.dead_letters SET updated_at = updated_at - interval '5 minutes'");
            (await ReplayAsync(client)).ShouldBe(20);
        }

        await EndOfAsync(client, "replay");
        await SettledAsync(client, 10);
        (await Database.ScalarAsync<long>(target, "SELECT count(*) FROM people")).ShouldBe(50);

        await AllowAsync("true");
        (await ReplayAsync(client)).ShouldBe(10);
        await SettledAsync(client, 0);
        (await Database.ScalarAsync<string>(target, "SELECT count(*) || ' ' || count(DISTINCT id) FROM people")).ShouldBe("60 60");
        (await LettersAsync(client, "replayed")).Select(Id).ShouldBe(Enumerable.Range(1, Records).Where(id => id % 3 == 0), ignoreOrder: true);
    }

    private static int Id(JsonElement letter) => letter.GetProperty("record").GetProperty("id").GetInt32();

    private static async Task<IReadOnlyList<JsonElement>> LettersAsync(ApiClient client, string status) =>
        [.. (await client.GetAsync($"dead-letters?status={status}&limit=200")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray()];

    /// <summary>Waits until nothing is being replayed and so many dead letters are open.</summary>
    private async Task SettledAsync(ApiClient client, int open)
    {
        await Eventually.HoldsAsync(
            async () => await Database.ScalarAsync<long>(platform, "SELECT count(*) FROM dataaggregator.dead_letters WHERE is_claimed") == 0, "the replay is settled", TimeSpan.FromMinutes(1));
        (await LettersAsync(client, "open")).Count.ShouldBe(open);
    }

    private static async Task EndOfAsync(ApiClient client, string trigger)
    {
        var run = (await client.GetAsync("runs")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().First(found => found.GetProperty("trigger").GetString() == trigger);
        (await client.EndOfRunAsync(run.GetProperty("id").GetString()!)).GetProperty("status").GetString().ShouldBe("warning");
    }

    private static async Task<long> ReplayAsync(ApiClient client) =>
        (await client.PostAsync("dead-letters/replay", new { filter = new { step = "destination" } })).ShouldBe(HttpStatusCode.Accepted).Body.GetProperty("runs").EnumerateArray().Sum(run => run.GetProperty("records").GetInt64());

    private static async Task ReplayUnansweredAsync(ApiClient client)
    {
        try
        {
            await ReplayAsync(client);
        }
        catch (HttpRequestException)
        {
            // It died before it answered.
        }
    }

    private Task AllowAsync(string condition) => Database.ExecuteAsync(target, $"ALTER TABLE people DROP CONSTRAINT allowed, ADD CONSTRAINT allowed CHECK ({condition}) NOT VALID");

    private async Task ExecuteAsync(ApiClient admin)
    {
        var parts = new NpgsqlConnectionStringBuilder(target);
        var pipeline = new
        {
            name = "people",
            source = new { connector_type = "file", config = new { path = folder["people.csv"] } },
            destination = new { connector_type = "postgresql", config = new { host = parts.Host, port = parts.Port, database = parts.Database, username = parts.Username, password = parts.Password, table = "people" } },
        };
        var id = (await admin.PostAsync("pipelines", pipeline)).ShouldBe(HttpStatusCode.Created)["id"];
        (await admin.PostAsync($"pipelines/{id}/execute")).ShouldBe(HttpStatusCode.Accepted);
    }

    private LocalHostProcess Start(string? point) => LocalHostProcess.Start(
        ["--no-web", "--no-demo", "--port", port.Number.ToString(CultureInfo.InvariantCulture), "--data", folder["data"], "--postgres", platform],
        new Dictionary<string, string>
        {
            ["DATAAGGREGATOR_ADMIN_EMAIL"] = ApiServer.AdminEmail,
            ["DATAAGGREGATOR_ADMIN_PASSWORD"] = Password,
            ["DATAAGGREGATOR_ALLOW_PRIVATE_NETWORK"] = "true",
            ["DATAAGGREGATOR_FILE_ROOTS"] = folder.Path,
            ["DATAAGGREGATOR_FAULT_POINT"] = point ?? "",
        });

    private async Task<ApiClient> SignInAsync(LocalHostProcess process)
    {
        await process.LineAsync("The platform answers");
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port.Number}"));
        using var anonymous = new ApiClient(address, null);
        var answer = (await anonymous.PostAsync("auth/login", new { email = ApiServer.AdminEmail, password = Password })).ShouldBe(HttpStatusCode.OK);
        return new ApiClient(address, answer["access_token"]);
    }
}
