using DataAggregator.Orchestrations.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>Every hour: what failed runs keep for a retry is removed when they have kept it for long enough.</summary>
public sealed class ExpireFailedRuns(RunLeavings leavings)
{
    /// <summary>Removes what is to be removed.</summary>
    [Function("ExpireFailedRuns")]
    public Task RunAsync([TimerTrigger("0 30 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => leavings.ExpireAsync(cancellationToken);
}
