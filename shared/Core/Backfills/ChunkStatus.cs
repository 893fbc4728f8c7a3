namespace DataAggregator.Core.Backfills;

/// <summary>Where a chunk of a backfill stands.</summary>
public enum ChunkStatus
{
    /// <summary>Its run has not begun.</summary>
    Pending,

    /// <summary>Its run is at work.</summary>
    Running,

    /// <summary>Its run finished.</summary>
    Done,

    /// <summary>Its run failed.</summary>
    Failed,

    /// <summary>A user stopped it.</summary>
    Cancelled,

    /// <summary>An earlier backfill had done it.</summary>
    Skipped,
}
