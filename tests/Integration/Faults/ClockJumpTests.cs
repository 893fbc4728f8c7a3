using System.Globalization;
using System.Net;
using DataAggregator.Functions.Application;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Sets the clock of a server forward and back by hours, amid runs, waits and schedules.</summary>
public sealed class ClockJumpTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly ShiftedTime time = new();
    private readonly TemporaryFolder folder = new();
    private readonly FreePort port = FreePort.Claim();
    private IHost? host;
    private string platform = "";

    public async Task InitializeAsync()
    {
        platform = await postgres.CreateDatabaseAsync();
        host = ApiServer.Build(platform, folder.Path, port.Number, time: time);
        await DataAggregatorServer.PrepareAsync(host.Services, ApiServer.AdminEmail, ApiServer.Password, CancellationToken.None);
        await host.StartAsync();
        Directory.CreateDirectory(folder["files"]);
        await File.WriteAllTextAsync(folder["files/one.csv"], "id\n1\n");
    }

    public async Task DisposeAsync()
    {
        await host!.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        port.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Runs_go_on_wait_no_longer_and_are_not_taken_over()
    {
        await using var api = new PagedApi();
        var (waits, works) = (await postgres.CreateDatabaseAsync(), await postgres.CreateDatabaseAsync());
        api.FailFrom(300);
        var waiting = await StartAsync(await SignInAsync(), api, waits, retries: 60, delay: 1);
        await StatusAsync(await SignInAsync(), waiting, "retrying");

        time.Shift(TimeSpan.FromHours(-5));
        api.Mend();
        await SucceededAsync(await SignInAsync(), waiting, waits);
        api.HoldFrom(500);
        var working = await StartAsync(await SignInAsync(), api, works);
        await AskedAsync(api, 500);
        time.Shift(TimeSpan.FromHours(10));
        await LookedAsync();
        time.Shift(TimeSpan.FromHours(-10));
        await LookedAsync();
        api.Mend();

        await SucceededAsync(await SignInAsync(), working, works);
        (await ScalarAsync(platform, "SELECT max(epoch) FROM dataaggregator.runs")).ShouldBe(1);
    }

    [Fact]
    public async Task Each_instant_of_a_schedule_starts_one_run()
    {
        var begun = time.GetUtcNow();
        var pipeline = await SaveAsync("hourly", "0 * * * *", "all");

        time.Shift(TimeSpan.FromHours(3));
        await LookedAsync();
        await StartedAsync(pipeline, begun);
        time.Shift(TimeSpan.FromHours(-4));
        await LookedAsync();
        time.Shift(TimeSpan.FromHours(6));
        await LookedAsync();

        await StartedAsync(pipeline, begun);
    }

    /// <summary>Waits until a run was started for each full hour since, and looks whether there is another.</summary>
    private async Task StartedAsync(string pipeline, DateTimeOffset since)
    {
        var now = time.GetUtcNow();
        var first = new DateTimeOffset(since.Year, since.Month, since.Day, since.Hour, 0, 0, TimeSpan.Zero).AddHours(1);
        List<DateTimeOffset> started = [];
        await Eventually.HoldsAsync(async () => (started = await InstantsAsync(pipeline)).Count > 0 && started[^1].AddHours(1) > now, "a run is started for the last hour");
        started.Count.ShouldBeGreaterThanOrEqualTo(3);
        started.ShouldBe(Enumerable.Range(0, started.Count).Select(hour => first.AddHours(hour)));
    }

    /// <summary>Waits until the timers of the server have looked for work by the clock as it is now: a schedule by the second is carried out.</summary>
    private async Task LookedAsync()
    {
        var pipeline = await SaveAsync($"looks {Guid.NewGuid():N}", "* * * * * *", "none");
        await Eventually.HoldsAsync(async () => (await InstantsAsync(pipeline)).Count > 0, "the schedule is looked at");
        using var admin = await SignInAsync();
        (await admin.PostAsync($"pipelines/{pipeline}/pause")).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> SaveAsync(string name, string expression, string catchUp)
    {
        using var admin = await SignInAsync();
        var definition = new
        {
            name,
            source = new { connector_type = "file", config = new { path = "one.csv" } },
            destination = new { connector_type = "file", config = new { path = $"out/{name}.csv", write_mode = "replace" } },
            schedule = new { expression, timezone = "UTC", catch_up = catchUp, overlap = "parallel" },
        };
        return (await admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
    }

    private async Task<List<DateTimeOffset>> InstantsAsync(string pipeline)
    {
        await using var database = NpgsqlDataSource.Create(platform);
        await using var command = database.CreateCommand("SELECT logical_time FROM dataaggregator.runs WHERE pipeline_id = $1 ORDER BY 1");
        command.Parameters.AddWithValue(pipeline);
        await using var rows = await command.ExecuteReaderAsync();
        var instants = new List<DateTimeOffset>();
        while (await rows.ReadAsync())
            instants.Add(await rows.GetFieldValueAsync<DateTimeOffset>(0));
        return instants;
    }

    /// <summary>Tokens are valid for minutes of the clock.</summary>
    private async Task<ApiClient> SignInAsync()
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Number}"));
        using var anonymous = new ApiClient(address, null);
        var answer = (await anonymous.PostAsync("auth/login", new { email = ApiServer.AdminEmail, password = ApiServer.Password })).ShouldBe(HttpStatusCode.OK);
        return new ApiClient(address, answer["access_token"]);
    }
}
