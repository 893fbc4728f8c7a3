using System.ComponentModel;
using System.Text.Json;

namespace DataAggregator.Core.Pipelines;

/// <summary>What a run does about errors.</summary>
public sealed record ErrorHandling
{
    /// <summary>Retries of transient errors.</summary>
    [Description("Retries of transient errors.")]
    public RetryPolicy RetryPolicy { get; init; } = new();

    /// <summary>The most rejected records before the run fails: a count (<c>100</c>), or a share of those read (<c>0.05</c>, <c>"5%"</c>); null for no limit.</summary>
    [Description("The most rejected records before the run fails: a count (100), or a share of those read (0.05 or \"5%\").")]
    public JsonElement? MaxErrors { get; init; }

    /// <summary>Who is told.</summary>
    [Description("Who is told when a run fails or recovers.")]
    public NotificationTargets? Notifications { get; init; }
}
