namespace DataAggregator.Core.Schedules;

/// <summary>The kinds of schedules.</summary>
public enum ScheduleType
{
    /// <summary>A cron expression.</summary>
    Cron,
}
