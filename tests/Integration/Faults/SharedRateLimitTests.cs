using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Two servers on one database keep to one rate limit: that of an API which they read, and that of their own API.</summary>
public sealed class SharedRateLimitTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // A host that is killed is not taken over from: what it had begun must not be counted with the others.
    private static readonly Dictionary<string, string> Settings = new() { ["DATAAGGREGATOR_LEASE_SECONDS"] = "600" };

    [Fact]
    public async Task An_API_is_asked_no_more_often_than_its_limit_by_both_together_also_when_one_is_killed()
    {
        const int Limit = 40;
        using var folder = new TemporaryFolder();
        var platform = await postgres.CreateDatabaseAsync();
        // An hour: no load makes the test so slow that the limit begins anew.
        await using var api = new LimitedApi(pages: 100, Limit, "hour");
        await using var one = await ServerProcess.StartAsync(platform, folder, engine: "one", settings: Settings);
        await using var other = await ServerProcess.StartAsync(platform, folder, engine: "other", settings: Settings);

        api.HoldFrom(10);
        await StartAsync(one.Admin, api, "killed");
        await Eventually.HoldsAsync(() => Task.FromResult(api.Asked.Count >= 10), "the API is asked");
        await one.KillAsync();
        api.Go();
        var run = await StartAsync(other.Admin, api, "going on");
        await Eventually.HoldsAsync(async () => await GivenAsync(platform) == Limit, "the limit is reached");
        // The last one that was given is on its way; what the killed host had taken and not sent is lost.
        await Eventually.HoldsAsync(() => Task.FromResult(api.Asked.Count >= Limit - 1), "what was given is used");

        api.Asked.Count.ShouldBeLessThanOrEqualTo(Limit);
        await UntilAsync(other.Admin, run, "retrying");
    }

    [Fact]
    public async Task A_run_whose_limit_is_used_up_waits_without_an_activity_and_keeps_what_it_has_read()
    {
        using var folder = new TemporaryFolder();
        var platform = await postgres.CreateDatabaseAsync();
        await using var api = new LimitedApi(pages: 6, limit: 4, "hour");
        string run;
        await using (var server = await ServerProcess.StartAsync(platform, folder))
        {
            run = await StartAsync(server.Admin, api, "waiting");
            var waiting = await UntilAsync(server.Admin, run, "retrying");
            var waits = waiting.GetProperty("waits_for");
            waits.GetProperty("reason").GetString().ShouldNotBeNull().ShouldStartWith("The rate_limit of 4 requests an hour to 127.0.0.1:");
            waits.GetProperty("until").GetDateTimeOffset().ShouldBeGreaterThan(waiting.GetProperty("started_at").GetDateTimeOffset().AddMinutes(59));
            await server.KillAsync();
        }

        // The hour passes. A host that knows of the limit would not ask again before: another one goes on.
        await Database.ExecuteAsync(platform, "DELETE FROM dataaggregator.rate_limits");
        await using var next = await ServerProcess.StartAsync(platform, folder);
        (await next.Admin.PostAsync($"runs/{run}/pause")).ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(next.Admin, run, "paused");
        (await next.Admin.PostAsync($"runs/{run}/resume")).ShouldBe(HttpStatusCode.Accepted);

        (await next.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("success");
        api.Asked.ShouldBe([1, 1, 2, 3, 4, 5, 6, 7], "the plan looks at the first page; no other is asked for twice");
        (await File.ReadAllLinesAsync(folder["files/waiting.ndjson"])).ShouldBe(Enumerable.Range(1, 6).Select(id => $$"""{"id":{{id}}}"""));
    }

    [Fact]
    public async Task Runs_on_both_hosts_share_an_API_and_come_to_their_end()
    {
        const int Pages = 8;
        const int Limit = 5;
        // Of each run the first page for its plan, all pages, and one behind them.
        const int Requests = 2 * (Pages + 2);
        using var folder = new TemporaryFolder();
        var platform = await postgres.CreateDatabaseAsync();
        await using var api = new LimitedApi(Pages, Limit, "second");
        await using var one = await ServerProcess.StartAsync(platform, folder, engine: "one", settings: Settings);
        await using var other = await ServerProcess.StartAsync(platform, folder, engine: "other", settings: Settings);
        var clock = await PermitClock.StopAsync(platform);

        var runs = await Task.WhenAll(StartAsync(one.Admin, api, "one"), StartAsync(other.Admin, api, "other"));

        for (var given = Limit; given <= Requests; given += Limit)
        {
            await Eventually.HoldsAsync(() => Task.FromResult(api.Asked.Count >= given), () => $"of {given} permits, {api.Asked.Count} are used");
            var asked = await clock.QuestionsAsync();
            if (given < Requests)
                await Eventually.HoldsAsync(async () => await clock.QuestionsAsync() >= asked + 2, "hosts ask for more");
            api.Asked.Count.ShouldBe(given, "as long as the second lasts, both together have no more");
            await clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        foreach (var run in runs)
            (await one.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("success");
        foreach (var file in new[] { "one", "other" })
            (await File.ReadAllLinesAsync(folder[$"files/{file}.ndjson"])).Length.ShouldBe(Pages);
        api.Asked.Count.ShouldBe(Requests);
    }

    [Fact]
    public async Task Requests_to_the_platform_are_counted_by_both_together()
    {
        const int Limit = 30;
        using var folder = new TemporaryFolder();
        var platform = await postgres.CreateDatabaseAsync();
        var settings = new Dictionary<string, string> { ["DATAAGGREGATOR_API_RATE_LIMIT"] = "30", ["DATAAGGREGATOR_SIGN_IN_RATE_LIMIT"] = "4", ["DATAAGGREGATOR_TRUSTED_PROXIES"] = "1" };
        await using var one = await ServerProcess.StartAsync(platform, folder, engine: "one", settings: settings);
        await using var other = await ServerProcess.StartAsync(platform, folder, engine: "other", settings: settings);

        await PermitClock.StopAsync(platform);

        var me = await AtBothAsync(one, other, 2 * Limit, server => server.Admin.GetAsync("me"));
        var docs = await AtBothAsync(one, other, 2 * Limit, (server, number) => server.Admin.GetAsync("/api/metrics", ("X-Forwarded-For", $"198.51.100.{number}, 203.0.113.1")));
        var network = await AtBothAsync(one, other, 2 * Limit, (server, number) => server.Admin.GetAsync("/api/metrics", ("X-Forwarded-For", $"[2001:db8:1::{number:x}]:443")));
        var signIns = await AtBothAsync(
            one, other, 10, (server, number) => server.Admin.PostAsync("auth/login", new { email = "nobody@example.com", password = "wrong" }, ("X-Forwarded-For", $"10.0.0.{number}, 203.0.113.1")));

        foreach (var answers in new[] { me, docs, network })
            answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(Limit);
        signIns.Count(answer => answer.Status == HttpStatusCode.Unauthorized).ShouldBe(4);
        foreach (var refused in me.Concat(docs).Concat(network).Concat(signIns).Where(answer => answer.Status == HttpStatusCode.TooManyRequests))
        {
            refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "rate_limited");
            refused.Headers["RateLimit-Remaining"].ShouldBe("0");
            refused.Headers["Retry-After"].ShouldBe(refused.Headers["RateLimit-Reset"]);
            int.Parse(refused.Headers["Retry-After"]).ShouldBeInRange(1, 60);
        }

        (await one.Admin.GetAsync("/api/health")).ShouldBe(HttpStatusCode.OK).Headers.Keys.ShouldNotContain("RateLimit-Limit");
    }

    private static async Task<string> StartAsync(ApiClient admin, LimitedApi api, string name)
    {
        var pipeline = (await admin.PostAsync("pipelines", api.Pipeline(name))).ShouldBe(HttpStatusCode.Created)["id"];
        return (await admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
    }

    private static async Task<JsonElement> UntilAsync(ApiClient admin, string run, string status)
    {
        var now = default(JsonElement);
        await Eventually.HoldsAsync(
            async () => (now = (await admin.GetAsync($"runs/{run}")).ShouldBe(HttpStatusCode.OK).Body).GetProperty("status").GetString() == status, () => $"the run is {status}, not as {now}");
        return now;
    }

    private static Task<long> GivenAsync(string platform) =>
        Database.ScalarAsync<long>(platform, "SELECT coalesce(sum(p), 0)::int8 FROM dataaggregator.rate_limits, unnest(permits) p WHERE name LIKE 'api %'");

    private static Task<ApiAnswer[]> AtBothAsync(ServerProcess one, ServerProcess other, int requests, Func<ServerProcess, Task<ApiAnswer>> ask) => AtBothAsync(one, other, requests, (server, _) => ask(server));

    private static Task<ApiAnswer[]> AtBothAsync(ServerProcess one, ServerProcess other, int requests, Func<ServerProcess, int, Task<ApiAnswer>> ask) =>
        Task.WhenAll(Enumerable.Range(1, requests).Select(number => ask(number % 2 == 0 ? one : other, number)));
}
