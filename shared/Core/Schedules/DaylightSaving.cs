using System.ComponentModel;

namespace DataAggregator.Core.Schedules;

/// <summary>What a schedule makes of the days on which the clock is changed. Steps such as <c>*/15</c> go on by elapsed time, whatever the clock shows.</summary>
public sealed record DaylightSaving
{
    /// <summary>Times that do not exist.</summary>
    [Description("A time that does not exist when the clock goes forward: shift (to the end of the gap) or skip.")]
    public ClockGap Gap { get; init; }

    /// <summary>Times that come twice.</summary>
    [Description("A time that comes twice when the clock goes back: first, last or both.")]
    public ClockOverlap Overlap { get; init; }
}
