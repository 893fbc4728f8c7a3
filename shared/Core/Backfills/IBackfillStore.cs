using DataAggregator.Core.Incremental;

namespace DataAggregator.Core.Backfills;

/// <summary>The backfills and where their chunks stand.</summary>
public interface IBackfillStore
{
    /// <summary>Adds a backfill unless there is one of its id; the one that is kept.</summary>
    Task<Backfill> CreateAsync(Backfill backfill, CancellationToken cancellationToken);

    /// <summary>The backfill with its chunks, or null.</summary>
    Task<Backfill?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The backfills of a pipeline with their chunks, newest first, a hundred at most.</summary>
    Task<IReadOnlyList<Backfill>> ListAsync(string pipelineId, CancellationToken cancellationToken);

    /// <summary>The ids of those that have not ended.</summary>
    Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>The chunks of a pipeline that were done, by whatever backfill.</summary>
    Task<IReadOnlySet<CursorBounds>> ListDoneAsync(string pipelineId, CancellationToken cancellationToken);

    /// <summary>Sets where a chunk stands.</summary>
    Task SetChunkAsync(string id, BackfillChunk chunk, CancellationToken cancellationToken);

    /// <summary>Notes that the last chunk is over.</summary>
    Task EndAsync(string id, CancellationToken cancellationToken);

    /// <summary>Asks a backfill to stop.</summary>
    /// <returns>False when it has ended.</returns>
    Task<bool> RequestCancelAsync(string id, CancellationToken cancellationToken);
}
