using DataAggregator.Core.Idempotency;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlIdempotencyStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly SetTime time = new(RunSamples.Start);
    private ServiceProvider? host;
    private ServiceProvider? otherHost;

    private IIdempotencyStore Store => host!.GetRequiredService<IIdempotencyStore>();

    private IIdempotencyStore Other => otherHost!.GetRequiredService<IIdempotencyStore>();

    public async Task InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync(Token);
        host = await PostgreSqlTestServices.ConnectAsync(database, time);
        otherHost = await PostgreSqlTestServices.ConnectAsync(database, time);
    }

    public async Task DisposeAsync()
    {
        await host!.DisposeAsync();
        await otherHost!.DisposeAsync();
    }

    [Fact]
    public async Task The_answer_of_one_host_is_found_by_the_other()
    {
        await using (var first = (await Store.ClaimAsync("k", "body", Patience, Token)).ShouldNotBeNull())
        {
            (first.Answer, first.IsOther).ShouldBe((null, false));
            await first.KeepAsync("done", Token);
        }

        await using var again = (await Other.ClaimAsync("k", "body", Patience, Token)).ShouldNotBeNull();
        (again.Answer, again.IsOther).ShouldBe(("done", false));
        await using var elsewhere = (await Other.ClaimAsync("k2", "another", Patience, Token)).ShouldNotBeNull();
        (elsewhere.Answer, elsewhere.IsOther).ShouldBe((null, false));
    }

    [Fact]
    public async Task While_one_host_is_at_work_the_other_waits_and_then_has_its_answer()
    {
        var first = (await Store.ClaimAsync("k", "body", Patience, Token)).ShouldNotBeNull();
        (await Other.ClaimAsync("k", "body", TimeSpan.FromMilliseconds(1), Token)).ShouldBeNull();
        var waiting = Other.ClaimAsync("k", "body", Patience, Token);

        await first.KeepAsync("done", Token);
        await first.DisposeAsync();

        await using var second = (await waiting).ShouldNotBeNull();
        second.Answer.ShouldBe("done");
    }

    [Fact]
    public async Task After_a_host_that_died_the_next_request_goes_on_under_the_same_id()
    {
        string id;
        await using (var died = (await Store.ClaimAsync("k", "body", Patience, Token)).ShouldNotBeNull())
            id = died.Id;

        await using (var other = (await Other.ClaimAsync("k", "other body", Patience, Token)).ShouldNotBeNull())
            other.IsOther.ShouldBeTrue();
        await using var next = (await Other.ClaimAsync("k", "body", Patience, Token)).ShouldNotBeNull();
        (next.Id, next.Answer, next.IsOther).ShouldBe((id, null, false));
    }

    [Fact]
    public async Task After_a_refusal_another_body_is_taken()
    {
        await using (var refused = (await Store.ClaimAsync("k", "bad", Patience, Token)).ShouldNotBeNull())
            await refused.ReopenAsync(Token);

        await using (var corrected = (await Store.ClaimAsync("k", "good", Patience, Token)).ShouldNotBeNull())
        {
            corrected.IsOther.ShouldBeFalse();
            await corrected.KeepAsync("done", Token);
        }

        await using var bad = (await Store.ClaimAsync("k", "bad", Patience, Token)).ShouldNotBeNull();
        bad.IsOther.ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_day_a_key_is_new_and_old_ones_are_forgotten()
    {
        string id;
        await using (var first = (await Store.ClaimAsync("k", "body", Patience, Token)).ShouldNotBeNull())
        {
            id = first.Id;
            await first.KeepAsync("done", Token);
        }

        (await Store.ForgetOldAsync(Token)).ShouldBe(0);
        time.Now += TimeSpan.FromHours(24);
        await using (var next = (await Store.ClaimAsync("k", "another body", Patience, Token)).ShouldNotBeNull())
        {
            (next.Answer, next.IsOther).ShouldBe((null, false));
            next.Id.ShouldNotBe(id);
        }

        time.Now += TimeSpan.FromHours(24);
        (await Store.ForgetOldAsync(Token)).ShouldBe(1);
    }
}
