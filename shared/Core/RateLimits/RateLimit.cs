namespace DataAggregator.Core.RateLimits;

/// <summary>How often something may be done, whichever host does it.</summary>
/// <param name="Name">What is counted: all who name it alike share the limit.</param>
/// <param name="Permits">The most in any period.</param>
/// <param name="Period">The period.</param>
public sealed record RateLimit(string Name, int Permits, TimeSpan Period)
{
    /// <summary>The code of the error by which somebody who cannot wait for long is told that a limit is used up.</summary>
    public const string ReachedCode = "rate_limit_reached";

    // Permits that wait on a host count for so much longer: a twentieth of the limit is lost at most.
    private const int HoldsInPeriod = 20;
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(1);

    /// <summary>The most permits that a host is given at a time, to be spared a question for each: more than one where a host could use more within <see cref="Hold"/>.</summary>
    public int MostAtATime => Math.Max(1, (int)(Permits * (ShareOfPeriod / Period)));

    /// <summary>How long a host may keep permits; none where they are given one by one.</summary>
    public TimeSpan Hold => MostAtATime > 1 ? ShareOfPeriod : TimeSpan.Zero;

    private TimeSpan ShareOfPeriod => TimeSpan.FromTicks(Math.Min(LongestHold.Ticks, Period.Ticks / HoldsInPeriod));
}
