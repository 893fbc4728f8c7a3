namespace DataAggregator.Core.Schedules;

/// <summary>What happens to a time that does not exist on the day the clock goes forward.</summary>
public enum ClockGap
{
    /// <summary>It is the first instant after the gap.</summary>
    Shift,

    /// <summary>It is left out.</summary>
    Skip,
}
