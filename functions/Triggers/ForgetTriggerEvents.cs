using DataAggregator.Core.Streams;
using DataAggregator.Core.Triggers;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Triggers;

/// <summary>Every hour: what triggers were told long ago is forgotten.</summary>
public sealed class ForgetTriggerEvents(ITriggerStore triggers, IEventStreamStore streams)
{
    /// <summary>Forgets what was told more than 30 days ago, and events of streams of more than a week ago.</summary>
    [Function("ForgetTriggerEvents")]
    public async Task RunAsync([TimerTrigger("0 40 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await triggers.ForgetOldAsync(cancellationToken);
        await streams.ForgetOldAsync(cancellationToken);
    }
}
