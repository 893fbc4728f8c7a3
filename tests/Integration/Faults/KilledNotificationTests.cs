using System.Net;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Kills the server around the end of a run and the telling of it, again and again: the notification is never lost, and what is sent again is sent under its id.</summary>
public sealed class KilledNotificationTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly string[] Deaths = ["run_end_settling", "run_end_settling", "run_end_settled", "notification_sending", "notification_sent", "notification_sent"];

    [Fact]
    public async Task A_notification_is_delivered_however_often_its_sender_dies()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = new WebhookReceiver();
        var platform = await postgres.CreateDatabaseAsync();
        await using (var first = await ServerProcess.StartAsync(platform, folder, Deaths[0]))
        {
            await FailAsync(first.Admin, receiver);
            (await first.Process.ExitAsync()).ShouldBe(137);
        }

        foreach (var point in Deaths[1..])
        {
            await ServerProcess.DieAsync(platform, folder, point);
            // Whoever claimed it has half a minute; that this is over need not be waited for.
            await Database.ExecuteAsync(platform, "UPDATE dataaggregator.notifications SET due_at = created_at WHERE sent_at IS NULL");
        }

        receiver.Received.Count.ShouldBe(2, "it was killed twice after sending");
        await using var last = await ServerProcess.StartAsync(platform, folder);
        await Eventually.HoldsAsync(
            async () => await Database.ScalarAsync<long>(platform, "SELECT count(*) FROM dataaggregator.notifications WHERE sent_at IS NOT NULL") == 1, "it is noted as sent");

        receiver.Received.Count.ShouldBe(3);
        receiver.Received.Distinct().ShouldHaveSingleItem();
        (await Database.ScalarAsync<long>(platform, "SELECT count(*) FROM dataaggregator.notifications")).ShouldBe(1);
        (await Database.ScalarAsync<long>(platform, "SELECT count(*) FROM dataaggregator.run_ends")).ShouldBe(0);
    }

    /// <summary>Runs a pipeline whose source is not there.</summary>
    private static async Task FailAsync(ApiClient admin, WebhookReceiver receiver)
    {
        var definition = new
        {
            name = "told",
            source = new { connector_type = "file", config = new { path = "missing.csv" } },
            destination = new { connector_type = "file", config = new { path = "out.csv", write_mode = "replace" } },
            notifications = new { webhook = receiver.Address },
        };
        var pipeline = (await admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
        (await admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted);
    }
}
