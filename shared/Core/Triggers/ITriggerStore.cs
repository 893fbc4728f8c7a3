using DataAggregator.Core.Pipelines;

namespace DataAggregator.Core.Triggers;

/// <summary>What is known of the triggers of saved pipelines, and what has fired them: once for all hosts.</summary>
public interface ITriggerStore
{
    /// <summary>The triggers of a pipeline, in the order of its definition.</summary>
    Task<IReadOnlyList<TriggerState>> ListAsync(string pipelineId, CancellationToken cancellationToken);

    /// <summary>The pipelines that have an active trigger for events of that name from outside.</summary>
    Task<IReadOnlyList<Pipeline>> ListeningAsync(string eventName, CancellationToken cancellationToken);

    /// <summary>Decides about a firing and keeps its run, in one transaction.</summary>
    Task<FiringOutcome> FireAsync(Firing firing, CancellationToken cancellationToken);

    /// <summary>Gives a webhook its token, in place of the one before; null takes it away.</summary>
    /// <returns>False where the pipeline has no such webhook.</returns>
    Task<bool> SetTokenAsync(string pipelineId, string key, HookToken? token, string by, CancellationToken cancellationToken);

    /// <summary>The webhook that a token is for, paused or not; null where there is none.</summary>
    Task<Webhook?> FindWebhookAsync(HookToken token, CancellationToken cancellationToken);

    /// <summary>Counts a request to a webhook.</summary>
    /// <returns>Whether it is within that many in this minute.</returns>
    Task<bool> CountRequestAsync(Webhook webhook, int maxPerMinute, CancellationToken cancellationToken);

    /// <summary>Forgets what was told long ago.</summary>
    Task ForgetOldAsync(CancellationToken cancellationToken);
}
