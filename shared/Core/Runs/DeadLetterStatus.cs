namespace DataAggregator.Core.Runs;

/// <summary>What became of a dead letter.</summary>
public enum DeadLetterStatus
{
    /// <summary>It waits to be mended.</summary>
    Open,

    /// <summary>A replay delivered it.</summary>
    Replayed,

    /// <summary>A user does not want it.</summary>
    Discarded,
}
