namespace DataAggregator.Core.Schedules;

/// <summary>What happens when a run is due while the one before has not ended.</summary>
public enum RunOverlap
{
    /// <summary>It waits; one waits at most.</summary>
    Queue,

    /// <summary>It is left out.</summary>
    Skip,

    /// <summary>The one before is cancelled.</summary>
    CancelPrevious,

    /// <summary>Both run.</summary>
    Parallel,
}
