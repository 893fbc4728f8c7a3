using System.Text.Json;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>The outbox, emptied by two hosts on one database.</summary>
public sealed class PostgreSqlNotificationStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task One_host_delivers_and_what_it_did_not_note_comes_again_under_the_same_id()
    {
        var database = await postgres.CreateDatabaseAsync(Token);
        var time = new SetTime(RunSamples.Start);
        await using var one = await PostgreSqlTestServices.ConnectAsync(database, time);
        await using var other = await PostgreSqlTestServices.ConnectAsync(database, time);
        var runs = one.GetRequiredService<IRunStore>();
        await runs.CreateAsync(RunSamples.Run("r1"), Token);
        await runs.FinishAsync("r1", new RunResult(RunStatus.Failed, new RunTotals(), [], null), 1, Token);
        var notice = new Notification("n1", "r1", "failed", Notification.Webhook, "http://hook", JsonSerializer.SerializeToElement(new { id = "n1" }));
        await one.GetRequiredService<IRunEndStore>().SettleAsync(new RunEnd("r1", 1, DateTimeOffset.UtcNow), (await runs.FindAsync("r1", Token))!, [], [notice], Token);
        INotificationStore[] outboxes = [one.GetRequiredService<INotificationStore>(), other.GetRequiredService<INotificationStore>()];

        var claims = await Task.WhenAll(outboxes.Select(outbox => outbox.ClaimAsync(10, Lease, Token)));
        claims.SelectMany(claim => claim).ShouldHaveSingleItem().Attempts.ShouldBe(1);
        (await outboxes[1].ClaimAsync(10, Lease, Token)).ShouldBeEmpty();

        time.Now += Lease;
        var again = (await outboxes[1].ClaimAsync(10, Lease, Token)).ShouldHaveSingleItem();
        (again.Id, again.Attempts).ShouldBe(("n1", 2));
        await outboxes[1].PutOffAsync("n1", "HTTP 500", TimeSpan.FromMinutes(5), Token);
        time.Now += Lease;
        (await outboxes[0].ClaimAsync(10, Lease, Token)).ShouldBeEmpty();
        time.Now += TimeSpan.FromMinutes(5);
        (await outboxes[0].ClaimAsync(10, Lease, Token)).Count.ShouldBe(1);
        await outboxes[0].SentAsync("n1", Token);
        time.Now += TimeSpan.FromDays(1);
        (await outboxes[0].ClaimAsync(10, Lease, Token)).ShouldBeEmpty();
    }
}
