using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Incremental;

/// <summary>The states of streams: changed by runs once their records are delivered, and by users. One conformance suite holds for every implementation.</summary>
public interface IStreamStateStore
{
    /// <summary>The states of a pipeline's streams, by name.</summary>
    Task<IReadOnlyList<StreamState>> ListAsync(string pipelineId, CancellationToken cancellationToken);

    /// <summary>The state of a stream, or null.</summary>
    Task<StreamState?> FindAsync(string pipelineId, string stream, CancellationToken cancellationToken);

    /// <summary>How far the segments of a run reached.</summary>
    Task<CursorMark?> ReachedAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Adds what a run read to a stream's state, once a run however often it is called.</summary>
    /// <returns>False when nothing changed: the run did so before, has ended or was taken over, or a user set the state since it was planned, whose word goes before.</returns>
    Task<bool> AdvanceAsync(string pipelineId, string stream, StreamAdvance advance, CancellationToken cancellationToken);

    /// <summary>Sets the states that a user wants; version and time are set by the store.</summary>
    /// <param name="states">The wanted states, of one pipeline.</param>
    /// <param name="expectedVersion">The sum of the versions of all states of the pipeline; null for any.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StaleVersionException">The states have changed since.</exception>
    Task SetAsync(IReadOnlyList<StreamState> states, int? expectedVersion, CancellationToken cancellationToken);

    /// <summary>The last changes of a pipeline's states, newest first, each the state that it led to.</summary>
    Task<IReadOnlyList<StreamState>> HistoryAsync(string pipelineId, int limit, CancellationToken cancellationToken);
}
