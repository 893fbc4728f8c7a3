using Jint.Runtime;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>Time as custom functions see it: it is always the run's logical time.</summary>
internal sealed class FixedTime(ITimeSystem calendar, DateTimeOffset now) : ITimeSystem
{
    public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

    public DateTimeOffset GetUtcNow() => now;

    public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;

    public bool TryParse(string date, out long epochMilliseconds) => calendar.TryParse(date, out epochMilliseconds);
}
