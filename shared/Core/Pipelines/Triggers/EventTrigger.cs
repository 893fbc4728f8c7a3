using System.ComponentModel;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>An event from outside, a run each.</summary>
public sealed record EventTrigger : Trigger
{
    /// <summary>The name of the event.</summary>
    [Description("The name of the event, such as order.created.")]
    public required string Event { get; init; }
}
