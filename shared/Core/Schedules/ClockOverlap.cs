namespace DataAggregator.Core.Schedules;

/// <summary>What happens to a time that comes twice on the day the clock goes back.</summary>
public enum ClockOverlap
{
    /// <summary>It is the first of the two instants.</summary>
    First,

    /// <summary>It is the second.</summary>
    Last,

    /// <summary>It is both.</summary>
    Both,
}
