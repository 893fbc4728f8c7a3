using DataAggregator.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Has the other parts of a run stop, since one has failed for good.</summary>
public sealed class HaltRun(IRunControlStore control)
{
    /// <summary>Tells those at work.</summary>
    [Function(nameof(HaltRun))]
    public async Task<Outcome<bool>> RunAsync([ActivityTrigger] RunGeneration generation, CancellationToken cancellationToken)
    {
        await control.HaltAsync(generation.RunId, generation.Epoch, cancellationToken);
        return new(true);
    }
}
