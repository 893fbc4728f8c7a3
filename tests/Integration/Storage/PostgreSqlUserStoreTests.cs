using DataAggregator.Core.Security;
using DataAggregator.Core.Storage;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlUserStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private readonly SetTime time = new(RunSamples.Start);
    private ServiceProvider? services;

    private IUserStore Store => services!.GetRequiredService<IUserStore>();

    public async Task InitializeAsync() => services = await PostgreSqlTestServices.ConnectAsync(await postgres.CreateDatabaseAsync(Token), time);

    public async Task DisposeAsync() => await services!.DisposeAsync();

    [Fact]
    public async Task An_account_is_found_by_its_address_in_any_case()
    {
        (await Store.AnyAsync(Token)).ShouldBeFalse();
        var user = await Store.CreateAsync("Änne@Example.com", "Änne", "admin", "hash", Token);

        user.ShouldBe(new User(user.Id, "Änne@Example.com", "Änne", "admin", true, RunSamples.Start));
        (await Store.FindByEmailAsync(" ÄNNE@example.COM ", Token)).ShouldBe((user, "hash"));
        (await Store.FindAsync(user.Id, Token)).ShouldBe(user);
        (await Store.AnyAsync(Token)).ShouldBeTrue();
        (await Store.FindByEmailAsync("bob@example.com", Token)).ShouldBeNull();
        await Should.ThrowAsync<ConflictException>(() => Store.CreateAsync("änne@example.com", "Other", "viewer", "hash", Token));
    }

    [Fact]
    public async Task A_refresh_token_is_spent_once_and_its_reuse_revokes_the_family()
    {
        var user = await SignInAsync("t1", "f1");
        await SignInAsync("other", "f2", user);

        (await Store.SpendRefreshTokenAsync("t1", Token)).ShouldBe((user, "f1"));
        await SignInAsync("t2", "f1", user);
        (await Store.SpendRefreshTokenAsync("t1", Token)).ShouldBeNull();

        (await Store.SpendRefreshTokenAsync("t2", Token)).ShouldBeNull();
        (await Store.SpendRefreshTokenAsync("other", Token)).ShouldBe((user, "f2"));
    }

    [Fact]
    public async Task A_rotation_that_loses_to_a_reuse_gives_a_token_of_no_use()
    {
        var user = await SignInAsync("t1", "f1");
        await Store.SpendRefreshTokenAsync("t1", Token);
        await Store.SpendRefreshTokenAsync("t1", Token);

        await SignInAsync("t2", "f1", user);

        (await Store.SpendRefreshTokenAsync("t2", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_that_spend_a_token_at_once_one_does()
    {
        await SignInAsync("t1", "f1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.SpendRefreshTokenAsync("t1", Token))));

        answers.Count(answer => answer is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_is_unknown_expired_or_revoked_is_not_spent()
    {
        await SignInAsync("t1", "f1");
        await SignInAsync("t2", "f2", (await Store.FindByEmailAsync("ann@example.com", Token))!.Value.User);

        await Store.RevokeRefreshTokenAsync("t2", Token);
        await Store.RevokeRefreshTokenAsync("unknown", Token);

        (await Store.SpendRefreshTokenAsync("unknown", Token)).ShouldBeNull();
        (await Store.SpendRefreshTokenAsync("t2", Token)).ShouldBeNull();
        time.Now += TimeSpan.FromDays(30);
        (await Store.SpendRefreshTokenAsync("t1", Token)).ShouldBeNull();
    }

    private async Task<User> SignInAsync(string token, string family, User? user = null)
    {
        user ??= await Store.CreateAsync("ann@example.com", "Ann", "editor", "hash", Token);
        await Store.AddRefreshTokenAsync(token, family, user.Id, time.Now.AddDays(30), Token);
        return user;
    }
}
