using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Shows that a run waits to try again.</summary>
public sealed class MarkRetrying(IRunControlStore control, RunLogs logs, RunLimits limits)
{
    /// <summary>Sets the status, and tells whether to wait at all.</summary>
    [Function(nameof(MarkRetrying))]
    public async Task<Outcome<bool>> RunAsync([ActivityTrigger] RetryWait input, CancellationToken cancellationToken)
    {
        await using var log = logs.Open(input.Generation.RunId);
        var seconds = Math.Round(input.Delay.TotalSeconds, 1);
        if (input.Code == RateLimit.ReachedCode)
            log.Info("rate_limit_wait", input.Step, "{message} It goes on in {seconds} s", ("message", input.Reason), ("seconds", seconds));
        else
            log.Warning("retry", input.Step, "Failed with {code}: {message} It is tried again in {seconds} s", ("code", input.Code), ("message", input.Reason), ("seconds", seconds));
        var beat = new RunBeat(input.Generation.RunId, input.Generation.Epoch, limits.Lease);
        return new(true, null, await control.WaitAsync(beat, input.Until, input.Reason, cancellationToken));
    }
}
