using DataAggregator.Core.Triggers;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Triggers;

/// <summary>Every hour: what triggers were told long ago is forgotten.</summary>
public sealed class ForgetTriggerEvents(ITriggerStore triggers)
{
    /// <summary>Forgets what was told more than 30 days ago.</summary>
    [Function("ForgetTriggerEvents")]
    public Task RunAsync([TimerTrigger("0 40 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => triggers.ForgetOldAsync(cancellationToken);
}
