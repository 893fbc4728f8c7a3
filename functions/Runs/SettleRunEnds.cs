using DataAggregator.Orchestrations.Runs.Ends;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Runs;

/// <summary>Every ten seconds, and at the start: what has to follow from the ends of runs follows, where a crash came in between.</summary>
public sealed class SettleRunEnds(RunEnds ends)
{
    /// <summary>Makes up for what is to be made up for.</summary>
    [Function("SettleRunEnds")]
    public Task RunAsync(
        [TimerTrigger("*/10 * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        ends.SettleAllAsync(client, cancellationToken);
}
