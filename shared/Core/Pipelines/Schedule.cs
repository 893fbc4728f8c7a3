using System.ComponentModel;

namespace DataAggregator.Core.Pipelines;

/// <summary>When a pipeline runs by itself.</summary>
public sealed record Schedule
{
    /// <summary>The kind; <c>cron</c>.</summary>
    [Description("The kind of schedule: cron.")]
    public string Type { get; init; } = "cron";

    /// <summary>Five fields, or six with seconds.</summary>
    [Description("A cron expression of five fields, or six with seconds.")]
    public required string Expression { get; init; }

    /// <summary>An IANA or Windows zone.</summary>
    [Description("An IANA or Windows time zone.")]
    public string Timezone { get; init; } = "UTC";
}
