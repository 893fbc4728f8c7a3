using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Security;
using DataAggregator.Orchestrations.Notifications;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>When a notification that nobody takes is sent again, by a clock that the test sets.</summary>
public sealed class NotificationRetryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, INotificationChannel
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private int sent;

    public string Name => Notification.Email;

    public Task SendAsync(Notification notification, Secret? secret, CancellationToken cancellationToken)
    {
        sent++;
        throw new InvalidOperationException("nobody is there");
    }

    [Fact]
    public async Task It_is_sent_eight_times_in_half_a_day_and_then_given_up()
    {
        var time = new SetTime(RunSamples.Start);
        await using var services = await PostgreSqlTestServices.ConnectAsync(await postgres.CreateDatabaseAsync(Token), time);
        var (runs, outbox) = (services.GetRequiredService<IRunStore>(), services.GetRequiredService<INotificationStore>());
        await runs.CreateAsync(RunSamples.Run("r1"), Token);
        await outbox.AddAsync([new Notification("n1", "r1", "failed", Name, "ops@example.com", JsonSerializer.SerializeToElement(new { id = "n1" }))], Token);
        var notices = ActivatorUtilities.CreateInstance<RunNotices>(services, new PipelineSecrets(new ConnectorCatalogue([]), services.GetRequiredService<ISecretProtector>()));
        var delivery = new NotificationDelivery(outbox, [this], notices, time, NullLogger<NotificationDelivery>.Instance);

        await delivery.RunAsync(Token);
        var seconds = new List<double>();
        for (var attempt = 2; attempt <= 8; attempt++)
        {
            var due = (await outbox.ListAsync(new NotificationQuery(), new Core.Storage.PageRequest(), Token)).Items.ShouldHaveSingleItem().DueAt.ShouldNotBeNull();
            seconds.Add((due - time.Now).TotalSeconds);
            time.Now = due.AddSeconds(-1);
            await delivery.RunAsync(Token);
            sent.ShouldBe(attempt - 1, "it is not due yet");
            time.Now = due;
            await delivery.RunAsync(Token);
            sent.ShouldBe(attempt);
        }

        seconds.ShouldBe([10, 60, 300, 900, 3600, 3 * 3600, 8 * 3600]);
        var given = (await outbox.ListAsync(new NotificationQuery(), new Core.Storage.PageRequest(), Token)).Items.ShouldHaveSingleItem();
        (given.DueAt, given.LastError).ShouldBe((null, "nobody is there"));
        time.Now = time.Now.AddDays(10);
        await delivery.RunAsync(Token);
        sent.ShouldBe(8);
    }
}
