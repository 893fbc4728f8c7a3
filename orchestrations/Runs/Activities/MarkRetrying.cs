using DataAggregator.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Shows that a run waits to try again.</summary>
public sealed class MarkRetrying(IRunControlStore control, RunLimits limits)
{
    /// <summary>Sets the status, and tells whether to wait at all.</summary>
    [Function(nameof(MarkRetrying))]
    public async Task<Outcome<bool>> RunAsync([ActivityTrigger] RetryWait input, CancellationToken cancellationToken)
    {
        var beat = new RunBeat(input.Generation.RunId, input.Generation.Epoch, limits.Lease);
        return new(true, null, await control.WaitAsync(beat, input.Until, input.Reason, cancellationToken));
    }
}
