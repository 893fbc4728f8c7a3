using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>Events of a stream, a run for so many of them.</summary>
public sealed record StreamTrigger : Trigger
{
    /// <summary>The stream.</summary>
    [Description("The name of the stream.")]
    public required string Stream { get; init; }

    /// <summary>The most events of a run.</summary>
    [Description("The most events of a run.")]
    [Range(1, 1_000_000)]
    public int MaxEvents { get; init; } = 1000;

    /// <summary>How long the first event waits for others.</summary>
    [Description("Seconds that the first event waits for others.")]
    [Range(0.0, 3600.0)]
    public double MaxWaitSeconds { get; init; } = 5;
}
