namespace Microsoft.Azure.Functions.Worker;

/// <summary>Tells a timer function about the schedule that caused its invocation.</summary>
public class TimerInfo
{
    /// <summary>The recorded schedule; null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True when the invocation is late because the host was not running when it was due.</summary>
    public bool IsPastDue { get; set; }
}
