namespace DataAggregator.Core.Schedules;

/// <summary>Which instants of a schedule are to be carried out.</summary>
public static class DueInstants
{
    /// <summary>Catching up on all makes up for that many at a time; the others follow.</summary>
    public const int AtOnce = 100;

    /// <summary>An instant that is not older than this is on time: hosts look every few seconds, and a restart takes some.</summary>
    public static readonly TimeSpan Punctual = TimeSpan.FromMinutes(1);

    /// <summary>The instants after <paramref name="decided"/> and up to <paramref name="now"/> for which a run starts, oldest first.</summary>
    public static IReadOnlyList<DateTimeOffset> Of(CronSchedule cron, CatchUp catchUp, DateTimeOffset decided, DateTimeOffset now)
    {
        if (catchUp == CatchUp.All)
            return [.. cron.Between(decided, now).Take(AtOnce)];
        var recent = now - Punctual;
        var onTime = cron.Between(decided > recent ? decided : recent, now).ToList();
        if (onTime.Count > 0 || catchUp == CatchUp.None)
            return onTime;
        return LastLate(cron, decided, recent) is { } last ? [last] : [];
    }

    /// <summary>The newest instant that was missed, looked for in ever longer stretches back: a schedule by the second has millions in a month.</summary>
    private static DateTimeOffset? LastLate(CronSchedule cron, DateTimeOffset decided, DateTimeOffset until)
    {
        for (var back = TimeSpan.FromMinutes(1); until > decided; back *= 4)
        {
            var isWhole = until - decided <= back;
            var late = cron.Between(isWhole ? decided : until - back, until).Cast<DateTimeOffset?>().LastOrDefault();
            if (late is not null || isWhole)
                return late;
        }

        return null;
    }
}
