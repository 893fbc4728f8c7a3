using DataAggregator.Orchestrations.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Streams;

/// <summary>Every second, and at the start: events of streams are given to runs.</summary>
public sealed class StartStreamRuns(StreamBatcher batcher)
{
    /// <summary>Starts the runs whose events are complete.</summary>
    [Function("StartStreamRuns")]
    public Task RunAsync(
        [TimerTrigger("* * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        batcher.RunAsync(client, cancellationToken);
}
