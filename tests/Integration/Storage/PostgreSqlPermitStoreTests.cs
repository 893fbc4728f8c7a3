using System.Collections.Concurrent;
using DataAggregator.Core.RateLimits;
using DataAggregator.Storage.PostgreSql;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>Permits that hosts take of one database. Time passes by moving what was given into the past.</summary>
public sealed class PostgreSqlPermitStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private static readonly RateLimit Three = new("three", 3, TimeSpan.FromHours(1));
    private string database = "";
    private ServiceProvider? host;
    private ServiceProvider? otherHost;

    private IPermitStore Store => host!.GetRequiredService<IPermitStore>();

    private IPermitStore Other => otherHost!.GetRequiredService<IPermitStore>();

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync(Token);
        host = await PostgreSqlTestServices.ConnectAsync(database);
        otherHost = await PostgreSqlTestServices.ConnectAsync(database);
    }

    public async Task DisposeAsync()
    {
        await host!.DisposeAsync();
        await otherHost!.DisposeAsync();
    }

    [Fact]
    public async Task What_one_host_took_the_other_has_not_until_it_ceases_to_count()
    {
        (await Store.TakeAsync(Three, 2, Token)).ShouldSatisfyAllConditions(grant => grant.Granted.ShouldBe(2), grant => grant.Remaining.ShouldBe(1), grant => grant.NextIn.ShouldBe(Three.Period));
        await PassAsync(20);
        (await Other.TakeAsync(Three, 5, Token)).ShouldSatisfyAllConditions(grant => grant.Granted.ShouldBe(1), grant => grant.Remaining.ShouldBe(0), grant => Near(grant.NextIn, 40));
        (await Store.TakeAsync(Three, 1, Token)).ShouldSatisfyAllConditions(grant => grant.Granted.ShouldBe(0), grant => Near(grant.NextIn, 40));
        (await Store.TakeAsync(Three with { Name = "others" }, 1, Token)).Granted.ShouldBe(1);
        await PassAsync(40);
        (await Store.TakeAsync(Three, 3, Token)).ShouldSatisfyAllConditions(grant => grant.Granted.ShouldBe(2), grant => grant.Remaining.ShouldBe(0), grant => Near(grant.NextIn, 20));
    }

    [Fact]
    public async Task Hosts_that_ask_at_once_are_never_given_more_than_there_is()
    {
        var limit = new RateLimit("wanted", 700, TimeSpan.FromHours(1));

        // No more at a time than the server has connections for, beside those of other tests.
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = 24, CancellationToken = Token };
        var grants = new ConcurrentBag<PermitGrant>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 400), atOnce, async (number, token) => grants.Add(await (number % 2 == 0 ? Store : Other).TakeAsync(limit, 1 + (number % 5), token)));

        grants.Sum(grant => grant.Granted).ShouldBe(700);
        grants.ShouldAllBe(grant => grant.Remaining >= 0 && grant.NextIn > TimeSpan.Zero && grant.NextIn <= limit.Period * 1.01);
        (await Database.ScalarAsync<long>(database, "SELECT cardinality(ends)::int8 FROM dataaggregator.rate_limits")).ShouldBeLessThanOrEqualTo(2, "what is given at nearly one time is counted together");
    }

    [Fact]
    public async Task Two_hosts_use_a_high_limit_up_with_few_questions()
    {
        var limit = new RateLimit("high", 6000, TimeSpan.FromMinutes(10));
        var permits = new[] { new CountedPermits(Store), new CountedPermits(Other) };
        // In a moment, however slow the machine is.
        RateLimiter[] hosts = [.. permits.Select(counted => new RateLimiter(counted, new Moment()))];
        var used = 0;
        for (var turn = 0; turn < 2 * limit.Permits; turn++)
            used += (await hosts[turn % 2].TryAsync(limit, Token)).IsGranted ? 1 : 0;

        used.ShouldBe(limit.Permits, "none is given twice, and none lost");
        // Until a host knows how many it needs it takes fewer, and in the end those that are left and none.
        permits.Sum(counted => counted.Questions).ShouldBeInRange(limit.Permits / limit.MostAtATime, (limit.Permits / limit.MostAtATime) + 20);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_keeps_nobody_waiting_for_longer_than_a_period()
    {
        await Store.TakeAsync(Three, 3, Token);
        await PassAsync(-600);

        (await Store.TakeAsync(Three, 1, Token)).ShouldSatisfyAllConditions(grant => grant.Granted.ShouldBe(0), grant => grant.NextIn.ShouldBeLessThanOrEqualTo(Three.Period));
    }

    [Fact]
    public async Task Limits_of_which_nothing_counts_are_forgotten()
    {
        await Store.TakeAsync(Three, 1, Token);
        await PassAsync(61);
        await Store.TakeAsync(Three with { Name = "new" }, 1, Token);

        await host!.GetRequiredService<RateLimitRetention>().ForgetAsync(Token);

        (await Database.ScalarAsync<string>(database, "SELECT string_agg(name, ' ') FROM dataaggregator.rate_limits")).ShouldBe("new");
    }

    private static void Near(TimeSpan wait, int minutes) => wait.ShouldBeInRange(TimeSpan.FromMinutes(minutes - 10), TimeSpan.FromMinutes(minutes));

    private async Task PassAsync(int minutes)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("UPDATE dataaggregator.rate_limits SET idle_at = idle_at - @by, ends = ARRAY(SELECT e - @by FROM unnest(ends) WITH ORDINALITY AS u (e, place) ORDER BY place)", connection);
        command.Parameters.AddWithValue("by", minutes * 60_000_000L);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Permits of which is counted how often they are asked for.</summary>
    private sealed class CountedPermits(IPermitStore permits) : IPermitStore
    {
        public int Questions { get; private set; }

        public Task<PermitGrant> TakeAsync(RateLimit limit, int wanted, CancellationToken cancellationToken)
        {
            Questions++;
            return permits.TakeAsync(limit, wanted, cancellationToken);
        }
    }

    /// <summary>A time that does not pass.</summary>
    private sealed class Moment : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
