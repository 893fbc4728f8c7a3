using DataAggregator.Emulator.EventHubs;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Marks the parameter of a function that handles the events of an event hub. Within a partition events come in order and one invocation
/// at a time; partitions run in parallel. The checkpoint moves on after the function has run, also when it failed.
/// </summary>
/// <param name="eventHubName">The event hub, or <c>%Setting%</c> with its name.</param>
[InputConverter(typeof(EventDataConverter))]
[ConverterFallbackBehavior(ConverterFallbackBehavior.Allow)]
public sealed class EventHubTriggerAttribute(string eventHubName) : TriggerBindingAttribute
{
    /// <summary>The event hub.</summary>
    public string EventHubName { get; } = eventHubName;

    /// <summary>The consumer group; <c>$Default</c> when none is named.</summary>
    public string? ConsumerGroup { get; set; }

    /// <summary>The setting that holds the connection string.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether the parameter takes many events, which is the default, or one.</summary>
    public bool IsBatched { get; set; } = true;
}
