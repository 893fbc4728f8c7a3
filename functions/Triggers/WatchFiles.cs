using DataAggregator.Orchestrations.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Triggers;

/// <summary>Every second, and at the start: files are looked at whose turn it is.</summary>
public sealed class WatchFiles(FileWatcher watcher)
{
    /// <summary>Looks at the files that are due.</summary>
    [Function("WatchFiles")]
    public Task RunAsync(
        [TimerTrigger("* * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        watcher.RunAsync(client, cancellationToken);
}
