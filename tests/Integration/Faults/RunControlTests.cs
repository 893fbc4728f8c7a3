using System.Net;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Pause, resume, cancel and retry through the API of a server that is killed or frozen meanwhile. Each record has to arrive exactly once, and what was delivered is not asked for again.</summary>
public sealed class RunControlTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // Longer than any test waits.
    private const int Hour = 3600;

    [Fact]
    public async Task A_paused_run_finishes_what_is_in_flight_survives_a_kill_and_goes_on_without_reading_again()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        var platform = await postgres.CreateDatabaseAsync();
        var target = await postgres.CreateDatabaseAsync();
        string run;
        await using (var first = await ServerProcess.StartAsync(platform, folder))
        {
            api.HoldFrom(500);
            run = await StartAsync(first.Admin, api, target);
            await AskedAsync(api, 500);
            var told = (await first.Admin.PostAsync($"runs/{run}/pause")).ShouldBe(HttpStatusCode.Accepted).Body;
            told.GetProperty("pause_requested").GetBoolean().ShouldBeTrue();
            told.GetProperty("heartbeat").GetProperty("records").GetInt64().ShouldBeGreaterThan(0);
            api.Mend();
            var paused = await StatusAsync(first.Admin, run, "paused");
            paused.GetProperty("records_written").GetInt64().ShouldBe(paused.GetProperty("records_read").GetInt64());
            paused.GetProperty("waits_for").GetProperty("reason").GetString().ShouldBe("Somebody to resume it.");
            await first.KillAsync();
        }

        await using var second = await ServerProcess.StartAsync(platform, folder);
        (await RunAsync(second.Admin, run)).GetProperty("status").GetString().ShouldBe("paused");
        (await second.Admin.PostAsync($"runs/{run}/retry")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        (await second.Admin.PostAsync($"runs/{run}/resume")).ShouldBe(HttpStatusCode.Accepted);

        await SucceededAsync(second.Admin, run, target);
        // The plan looks at the first page, too.
        api.Asked.Where(offset => offset < 500).ShouldBe([0, 0, 100, 200, 300, 400]);
        (await second.Admin.PostAsync($"runs/{run}/resume")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        (await second.Admin.PostAsync($"runs/{run}/pause")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task A_server_killed_between_the_pause_and_the_end_of_its_orchestration_can_resume()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        var platform = await postgres.CreateDatabaseAsync();
        var target = await postgres.CreateDatabaseAsync();
        string run;
        await using (var first = await ServerProcess.StartAsync(platform, folder, "run_paused:1"))
        {
            api.HoldFrom(300);
            run = await StartAsync(first.Admin, api, target);
            await AskedAsync(api, 300);
            (await first.Admin.PostAsync($"runs/{run}/pause")).ShouldBe(HttpStatusCode.Accepted);
            api.Mend();
            (await first.Process.ExitAsync()).ShouldBe(137);
        }

        await using var second = await ServerProcess.StartAsync(platform, folder);
        (await RunAsync(second.Admin, run)).GetProperty("status").GetString().ShouldBe("paused");
        (await second.Admin.PostAsync($"runs/{run}/resume")).ShouldBe(HttpStatusCode.Accepted);

        await SucceededAsync(second.Admin, run, target);
    }

    [Fact]
    public async Task A_run_is_cancelled_at_once_while_its_source_hangs_while_it_waits_to_try_again_and_while_it_is_paused()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder);
        var target = await postgres.CreateDatabaseAsync();

        api.HoldFrom(300);
        var hanging = await StartAsync(server.Admin, api, target, "replace");
        await AskedAsync(api, 300);
        // The source answers nothing until the run has ended: nothing of it is waited for.
        await CancelAsync(server.Admin, hanging);
        api.Mend();

        api.FailFrom(300);
        var waiting = await StartAsync(server.Admin, api, target, "replace", retries: 3, delay: Hour);
        var retrying = await StatusAsync(server.Admin, waiting, "retrying");
        retrying.GetProperty("waits_for").GetProperty("until").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(20));
        retrying.GetProperty("waits_for").GetProperty("reason").GetString()!.ShouldContain("503");
        await CancelAsync(server.Admin, waiting);

        var held = await StartAsync(server.Admin, api, target, "replace", retries: 3, delay: Hour);
        await StatusAsync(server.Admin, held, "retrying");
        (await server.Admin.PostAsync($"runs/{held}/pause")).ShouldBe(HttpStatusCode.Accepted);
        await StatusAsync(server.Admin, held, "paused");
        await CancelAsync(server.Admin, held);

        (await ScalarAsync(target, "SELECT count(*) FROM pg_tables WHERE tablename LIKE '\\_dataaggregator\\_new%'")).ShouldBe(0);
        (await ScalarAsync(target, "SELECT count(*) FROM orders")).ShouldBe(0);
    }

    /// <summary>Records of which more segments are made than are written at a time, and fewer.</summary>
    public static TheoryData<int> Gathered => [5000, 2000];

    [Theory]
    [MemberData(nameof(Gathered))]
    public async Task Everything_of_a_run_that_waits_to_try_again_hears_that_it_is_cancelled(int records)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder);
        var target = await postgres.CreateDatabaseAsync();
        await RefuseAsync(target, "RAISE EXCEPTION 'later' USING ERRCODE = '40001';");
        var run = await StartSortedAsync(server.Admin, folder, target, records);
        await RetriesAsync(server.Admin, run, 2);

        await CancelAsync(server.Admin, run);

        (await ScalarAsync(target, "SELECT count(*) FROM orders")).ShouldBe(0);
    }

    [Fact]
    public async Task A_segment_that_waits_for_its_turn_to_be_delivered_again_does_not_hold_up_the_end_of_a_run_of_which_another_failed()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder);
        var target = await postgres.CreateDatabaseAsync();
        await RefuseAsync(target, "IF NEW.id > 1000 THEN RAISE EXCEPTION 'later' USING ERRCODE = '40001'; ELSE RAISE EXCEPTION 'never here' USING ERRCODE = '42501'; END IF;");

        var run = await StartSortedAsync(server.Admin, folder, target, 2000);

        (await StatusAsync(server.Admin, run, "failed")).GetRawText().ShouldContain("never here");
        (await ScalarAsync(target, "SELECT count(*) FROM orders")).ShouldBe(0);
    }

    [Fact]
    public async Task A_run_whose_source_and_destination_are_both_waited_for_is_cancelled_at_once()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder);
        var target = await postgres.CreateDatabaseAsync();
        await RefuseAsync(target, "RAISE EXCEPTION 'later' USING ERRCODE = '40001';");
        // The page after the one that is being delivered.
        api.FailFrom(PagedApi.PageSize);
        var run = await StartAsync(server.Admin, api, target, retries: 3, delay: Hour);
        await RetriesAsync(server.Admin, run, 2);

        await CancelAsync(server.Admin, run);

        (await ScalarAsync(target, "SELECT count(*) FROM orders")).ShouldBe(0);
    }

    [Fact]
    public async Task A_failed_run_is_retried_from_where_it_stopped_also_when_the_retry_is_killed()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        var platform = await postgres.CreateDatabaseAsync();
        var target = await postgres.CreateDatabaseAsync();
        string run;
        await using (var first = await ServerProcess.StartAsync(platform, folder))
        {
            api.FailFrom(500);
            run = await StartAsync(first.Admin, api, target, "replace");
            var failed = await StatusAsync(first.Admin, run, "failed");
            failed.GetProperty("retryable").GetBoolean().ShouldBeTrue();
            await first.KillAsync();
        }

        api.Mend();
        await using (var second = await ServerProcess.StartAsync(platform, folder, "segment_sealed:2"))
        {
            var reopened = (await second.Admin.PostAsync($"runs/{run}/retry")).ShouldBe(HttpStatusCode.Accepted).Body;
            reopened.GetProperty("attempt").GetInt32().ShouldBe(2);
            (await second.Process.ExitAsync()).ShouldBe(137);
        }

        await using var third = await ServerProcess.StartAsync(platform, folder);
        var ended = await SucceededAsync(third.Admin, run, target);
        ended.GetProperty("attempt").GetInt32().ShouldBe(2);
        // The plan looks at the first page, too.
        api.Asked.Where(offset => offset < 500).ShouldBe([0, 0, 100, 200, 300, 400]);
        (await third.Admin.PostAsync($"runs/{run}/retry")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task A_later_run_takes_the_place_of_a_failed_one_which_cannot_be_retried_any_more()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        var platform = await postgres.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync(platform, folder);
        var target = await postgres.CreateDatabaseAsync();
        api.FailFrom(500);
        var failed = await StartAsync(server.Admin, api, target, "replace");
        var pipeline = (await StatusAsync(server.Admin, failed, "failed")).GetProperty("pipeline_id").GetString();
        (await ScalarAsync(target, "SELECT count(*) FROM pg_tables WHERE tablename LIKE '\\_dataaggregator\\_new%'")).ShouldBe(1);
        (await ScalarAsync(platform, $"SELECT count(*) FROM dataaggregator.run_segment_profiles WHERE run_id = '{failed}'")).ShouldBeGreaterThan(0);

        api.Mend();
        var later = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await SucceededAsync(server.Admin, later, target);

        (await ScalarAsync(target, "SELECT count(*) FROM pg_tables WHERE tablename LIKE '\\_dataaggregator\\_new%'")).ShouldBe(0);
        (await ScalarAsync(platform, $"SELECT count(*) FROM dataaggregator.run_segment_profiles WHERE run_id = '{failed}'")).ShouldBe(0);
        var refused = (await server.Admin.PostAsync($"runs/{failed}/retry")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        refused.Body.GetProperty("detail").GetString()!.ShouldContain($"/pipelines/{pipeline}/execute");
    }

    /// <summary>Where a worker freezes: with a transaction open in the destination or in the run ledger, before it has one, and with a segment that it is about to seal.</summary>
    public static TheoryData<string> Frozen => ["copy_done:3:stop", "run_locked:3:stop", "segment_sealed:4:stop", "segment_read:4:stop"];

    [Theory]
    [MemberData(nameof(Frozen))]
    public async Task A_worker_that_wakes_up_after_its_run_was_taken_over_is_refused(string point)
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        var platform = await postgres.CreateDatabaseAsync();
        var target = await postgres.CreateDatabaseAsync();
        await using var zombie = await ServerProcess.StartAsync(platform, folder, point, "zombie");
        var run = await StartAsync(zombie.Admin, api, target);
        await Eventually.HoldsAsync(
            async () => await ScalarAsync(platform, "SELECT count(*) FROM dataaggregator.runs WHERE lease_until < now()") == 1, "the lease of the frozen worker ends");

        await using var heir = await ServerProcess.StartAsync(platform, folder, engine: "heir");
        await SucceededAsync(heir.Admin, run, target);
        zombie.Process.Continue();

        // It is awake again once it answers; its orchestration ends when it has heard that the run is no longer its own.
        (await RunAsync(zombie.Admin, run)).GetProperty("status").GetString().ShouldBe("success");
        await Eventually.HoldsAsync(
            async () => await ScalarAsync(target, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'dataaggregator %'") == 0,
            "no delivery is under way");
        await SucceededAsync(heir.Admin, run, target);
        (await ScalarAsync(platform, "SELECT epoch FROM dataaggregator.runs")).ShouldBe(2);
    }

    /// <summary>Has a database refuse records of the table <c>orders</c>.</summary>
    private static Task RefuseAsync(string target, string body) => Database.ExecuteAsync(
        target,
        $"""
        CREATE TABLE orders (id bigint, note text);
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION refuse();
        """);

    /// <summary>Starts a run that has all its records before it delivers the first, and waits an hour before it tries again.</summary>
    private static async Task<string> StartSortedAsync(ApiClient admin, TemporaryFolder folder, string target, int records)
    {
        Directory.CreateDirectory(folder["files"]);
        await File.WriteAllTextAsync(Path.Combine(folder["files"], "orders.csv"), $"id\n{string.Join('\n', Enumerable.Range(1, records))}\n");
        var definition = new
        {
            name = "orders",
            source = new { connector_type = "file", config = new { path = "orders.csv" } },
            transformations = new[] { new { type = "sort", fields = new[] { new { field = "id", direction = "desc" } } } },
            destination = Table(target, "orders", "append"),
            error_handling = new { retry_policy = new { max_retries = 3, initial_delay_seconds = Hour, max_delay_seconds = Hour } },
        };
        var pipeline = (await admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
        return (await admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
    }

    private static Task RetriesAsync(ApiClient admin, string run, int count) => Eventually.HoldsAsync(
        async () => (await admin.GetAsync($"runs/{run}/logs?level=warning")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().Count(line => line.GetProperty("event").GetString() == "retry") >= count,
        $"{count} parts wait to be tried again");

    private static async Task CancelAsync(ApiClient admin, string run)
    {
        (await admin.PostAsync($"runs/{run}/cancel")).ShouldBe(HttpStatusCode.Accepted);
        await StatusAsync(admin, run, "cancelled");
    }
}
