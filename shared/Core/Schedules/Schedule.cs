using System.ComponentModel;

namespace DataAggregator.Core.Schedules;

/// <summary>When a pipeline runs by itself.</summary>
public sealed record Schedule
{
    /// <summary>The kind; <c>cron</c>.</summary>
    [Description("The kind of schedule: cron.")]
    public ScheduleType Type { get; init; }

    /// <summary>Five fields, or six with seconds.</summary>
    [Description("A cron expression: five fields (minute hour day month weekday), six with seconds first, or a word such as @daily.")]
    public required string Expression { get; init; }

    /// <summary>An IANA or Windows zone.</summary>
    [Description("An IANA or Windows time zone, such as Europe/Vienna.")]
    public string Timezone { get; init; } = "UTC";

    /// <summary>What the days mean on which the clock is changed.</summary>
    [Description("What becomes of times that do not exist, or come twice, when the clock is changed.")]
    public DaylightSaving Dst { get; init; } = new();

    /// <summary>What becomes of instants that passed while the platform was down.</summary>
    [Description("What becomes of instants that passed while the platform was down: none, last or all.")]
    public CatchUp CatchUp { get; init; } = CatchUp.Last;

    /// <summary>What happens when the run before has not ended.</summary>
    [Description("What happens when the run before has not ended: queue (one waits), skip, cancel_previous or parallel.")]
    public RunOverlap Overlap { get; init; }
}
