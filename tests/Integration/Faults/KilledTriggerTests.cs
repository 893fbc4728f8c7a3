using System.Net;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Kills the server between an event and the start of its run, and tells the event again: one run comes of it. Two servers on one database agree on that.</summary>
public sealed class KilledTriggerTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Files => Directory.CreateDirectory(folder["files"]).FullName;

    [Theory]
    [InlineData("hook_received:1")]
    [InlineData("trigger_firing:1")]
    [InlineData("trigger_fired:1")]
    public async Task A_webhook_that_is_delivered_again_after_a_kill_has_one_run(string point)
    {
        var connection = await postgres.CreateDatabaseAsync();
        TriggeredPipeline pipeline;
        string address;
        await using (var server = await ServerProcess.StartAsync(connection, folder, point))
        {
            pipeline = await TriggeredPipeline.SaveAsync(server.Admin, Files, [new { type = "webhook" }]);
            address = await pipeline.AddressAsync();
            await UnansweredAsync(() => server.Admin.PostAsync(address, "{}", ("X-Event-Id", "one")));
            (await server.Process.ExitAsync()).ShouldBe(137, $"it did not die at {point}");
        }

        await using var restarted = await ServerProcess.StartAsync(connection, folder);
        var run = (await restarted.Admin.PostAsync(address, "{}", ("X-Event-Id", "one"))).ShouldBe(HttpStatusCode.Accepted)["run_id"];

        (await restarted.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("success");
        (await File.ReadAllTextAsync(OutputOf(pipeline))).ShouldBe("id,order\n1,none\n");
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM dataaggregator.runs")).ShouldBe(1);
    }

    [Fact]
    public async Task A_webhook_that_is_not_delivered_again_has_its_run_too()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using (var server = await ServerProcess.StartAsync(connection, folder, "trigger_fired:1"))
        {
            var pipeline = await TriggeredPipeline.SaveAsync(server.Admin, Files, [new { type = "webhook" }]);
            var address = await pipeline.AddressAsync();
            await UnansweredAsync(() => server.Admin.PostAsync(address, "{}"));
            (await server.Process.ExitAsync()).ShouldBe(137);
        }

        await using var restarted = await ServerProcess.StartAsync(connection, folder);

        var run = await Database.ScalarAsync<string>(connection, "SELECT id FROM dataaggregator.runs");
        (await restarted.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("success");
    }

    [Fact]
    public async Task An_event_that_is_published_again_after_a_kill_has_one_run_a_pipeline()
    {
        var connection = await postgres.CreateDatabaseAsync();
        var told = new { @event = "order.created", id = "one" };
        TriggeredPipeline[] pipelines;
        await using (var server = await ServerProcess.StartAsync(connection, folder, "event_fired:1"))
        {
            pipelines = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TriggeredPipeline.SaveAsync(server.Admin, Files, [new { type = "event", @event = "order.created" }])));
            await UnansweredAsync(() => server.Admin.PostAsync("events", told));
            (await server.Process.ExitAsync()).ShouldBe(137);
        }

        await using var restarted = await ServerProcess.StartAsync(connection, folder);
        var runs = (await restarted.Admin.PostAsync("events", told)).ShouldBe(HttpStatusCode.Accepted).Body.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run_id").GetString()!).ToList();

        runs.Count.ShouldBe(3);
        foreach (var run in runs)
            (await restarted.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("success");
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM dataaggregator.runs")).ShouldBe(3);
        pipelines.Select(OutputOf).ShouldAllBe(output => File.ReadAllText(output) == "id,order\n1,none\n");
    }

    [Theory]
    [InlineData("trigger_fired:2")]
    [InlineData("file_started:2")]
    public async Task Files_start_one_run_each_over_a_kill_and_downtime(string point)
    {
        var connection = await postgres.CreateDatabaseAsync();
        var inbox = Directory.CreateDirectory(Path.Combine(Files, "inbox")).FullName;
        TriggeredPipeline pipeline;
        await using (var server = await ServerProcess.StartAsync(connection, folder, point))
        {
            pipeline = await SaveWatchingAsync(server, connection);
            for (var n = 1; n <= 3; n++)
                await WriteAsync(inbox, n);
            (await server.Process.ExitAsync()).ShouldBe(137, $"it did not die at {point}");
        }

        await WriteAsync(inbox, 4);
        await using var restarted = await ServerProcess.StartAsync(connection, folder);

        await DoneAsync(connection, 4);
        await HoldsEachOnceAsync(connection, pipeline, 4);
    }

    [Fact]
    public async Task Two_servers_start_one_run_for_a_file_and_for_a_delivery()
    {
        var connection = await postgres.CreateDatabaseAsync();
        var inbox = Directory.CreateDirectory(Path.Combine(Files, "inbox")).FullName;
        await using var one = await ServerProcess.StartAsync(connection, folder, engine: "one");
        await using var two = await ServerProcess.StartAsync(connection, folder, engine: "two");
        var hooked = await TriggeredPipeline.SaveAsync(one.Admin, Files, [new { type = "webhook" }]);
        var address = await hooked.AddressAsync();
        var watching = await SaveWatchingAsync(one, connection);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => (n % 2 == 0 ? one : two).Admin.PostAsync(address, "{}", ("webhook-id", "one"))));
        for (var n = 1; n <= 6; n++)
            await WriteAsync(inbox, n);

        answers.Select(answer => answer.ShouldBe(HttpStatusCode.Accepted)["run_id"]).Distinct().ShouldHaveSingleItem();
        answers.Count(answer => answer["result"] != "repeated").ShouldBe(1);
        await DoneAsync(connection, 6);
        await HoldsEachOnceAsync(connection, watching, 6);
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM dataaggregator.runs WHERE trigger_kind = 'webhook'")).ShouldBe(1);
    }

    public void Dispose() => folder.Dispose();

    private static async Task UnansweredAsync(Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (HttpRequestException)
        {
            // It died before it answered.
        }
    }

    private async Task<TriggeredPipeline> SaveWatchingAsync(ServerProcess server, string connection)
    {
        var pipeline = await TriggeredPipeline.SaveAsync(server.Admin, Files, [new { type = "file", path = "inbox/*.csv", settle_seconds = 0, poll_seconds = 1 }]);
        await Eventually.HoldsAsync(async () => await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM dataaggregator.pipeline_triggers WHERE looked_as = fingerprint") == 1, "the files were looked at");
        return pipeline;
    }

    private static async Task WriteAsync(string inbox, int n)
    {
        var temporary = Path.Combine(inbox, $".{n}");
        await File.WriteAllTextAsync(temporary, $"id\n{n}\n");
        File.Move(temporary, Path.Combine(inbox, $"{n}.csv"));
    }

    private static Task DoneAsync(string connection, int runs) => Eventually.HoldsAsync(
        async () => await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM dataaggregator.runs WHERE trigger_kind = 'file' AND status = 'success'") >= runs, $"{runs} runs succeed", TimeSpan.FromMinutes(3));

    private async Task HoldsEachOnceAsync(string connection, TriggeredPipeline pipeline, int count)
    {
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM dataaggregator.runs WHERE trigger_kind = 'file'")).ShouldBe(count);
        var ids = (await File.ReadAllLinesAsync(OutputOf(pipeline))).Skip(1).Select(line => int.Parse(line.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture));
        ids.ShouldBe(Enumerable.Range(1, count), ignoreOrder: true);
    }

    private string OutputOf(TriggeredPipeline pipeline) => Path.Combine(Files, "out", $"{pipeline.Name}.csv");
}
