using DataAggregator.Core.Connectors;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Lineage;

namespace DataAggregator.Local.Runs;

/// <summary>
/// Tells the collector of lineage of a run while it is followed. There is no outbox here: what is not taken at once is tried again a few times, and then said on
/// standard error. A process that was killed before it told the end tells it when the run is taken up again.
/// </summary>
internal sealed class LineagePosts(OpenLineageReader reader, OpenLineageCollector collector, IEnumerable<INotificationChannel> channels, TimeProvider time)
{
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2)];
    private readonly INotificationChannel channel = channels.Single(channel => channel.Name == Notification.OpenLineage);

    /// <summary>The changes of a run; the collector hears of its start and its end meanwhile.</summary>
    public async IAsyncEnumerable<Run> TellAsync(IAsyncEnumerable<Run> changes)
    {
        Task<bool>? started = null;
        Run? last = null;
        await foreach (var run in changes)
        {
            last = run;
            if (!run.DryRun && !run.Status.IsTerminal() && run.StartedAt is not null)
                started ??= TryPostAsync(run, "START");
            yield return run;
        }

        if (last is not { DryRun: false } ended || !ended.Status.IsTerminal())
            yield break;
        // Of one that ended before its start was seen, both; of one whose start could not be told, too: the collector may be back.
        if ((started is not null && await started) || await TryPostAsync(ended, "START"))
            await TryPostAsync(ended, null);
    }

    /// <summary>Posts the event of that type, or the last.</summary>
    private async Task<bool> TryPostAsync(Run run, string? type)
    {
        try
        {
            var events = await reader.ReadAsync(run, CancellationToken.None);
            await PostAsync(collector.Notice(run, type is null ? events[^1] : events.First(item => item.GetProperty("eventType").GetString() == type)));
            return true;
        }
        catch (Exception failure)
        {
            // What became of the run does not depend on who hears of it.
            await Console.Error.WriteLineAsync($"The collector of lineage was not told of run {run.Id}: {failure.Message}");
            return false;
        }
    }

    private async Task PostAsync(Notification notice)
    {
        foreach (var wait in Waits)
        {
            try
            {
                await channel.SendAsync(notice, null, CancellationToken.None);
                return;
            }
            catch (Exception failure) when (failure is ConnectorException { Class: ErrorClass.Transient } or HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(wait, time);
            }
        }

        await channel.SendAsync(notice, null, CancellationToken.None);
    }
}
