using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Core.Pipelines;

/// <summary>How often, and after what delays, a transient error is tried again.</summary>
public sealed record RetryPolicy
{
    // Set and not init: code made at build time, which reads it from the histories of runs, takes the defaults of init-only members that are missing for none.

    /// <summary>Attempts after the first.</summary>
    [Description("Attempts after the first one.")]
    [Range(0, 100)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>What each delay is multiplied by for the next.</summary>
    [Description("What each delay is multiplied by for the next.")]
    [Range(1.0, 10.0)]
    public double BackoffMultiplier { get; set; } = 2;

    /// <summary>Seconds before the first retry.</summary>
    [Description("Seconds before the first retry.")]
    [Range(0.0, 3600.0)]
    public double InitialDelaySeconds { get; set; } = 1;

    /// <summary>The longest delay in seconds.</summary>
    [Description("The longest delay in seconds.")]
    [Range(0.0, 86400.0)]
    public double MaxDelaySeconds { get; set; } = 300;
}
