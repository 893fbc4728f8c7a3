using DataAggregator.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Holds a run that was asked to hold, now that nothing of it is at work: its state stays in the ledger for as long as it takes.</summary>
public sealed class HoldRun(IRunControlStore control)
{
    /// <summary>Holds the run; false when it is not to be held any more.</summary>
    [Function(nameof(HoldRun))]
    public async Task<Outcome<bool>> RunAsync([ActivityTrigger] RunGeneration generation, CancellationToken cancellationToken)
    {
        var isPaused = await control.PauseAsync(generation.RunId, generation.Epoch, cancellationToken);
        FaultPoint.Reach("run_paused");
        return new(isPaused);
    }
}
