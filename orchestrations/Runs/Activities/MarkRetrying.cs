using DataAggregator.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Shows that a run waits to try again.</summary>
public sealed class MarkRetrying(IRunStore runs)
{
    /// <summary>Sets the status.</summary>
    [Function(nameof(MarkRetrying))]
    public async Task<Outcome<bool>> RunAsync([ActivityTrigger] string runId, CancellationToken cancellationToken) =>
        new(await runs.SetStatusAsync(runId, RunStatus.Retrying, cancellationToken));
}
