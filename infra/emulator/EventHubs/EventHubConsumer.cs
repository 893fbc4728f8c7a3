using DataAggregator.Emulator.Triggers;
using DataAggregator.Emulator.Worker.Invocation;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>A function that handles the events of one hub for a consumer group.</summary>
/// <param name="Function">The function.</param>
/// <param name="Retries">What follows when it fails.</param>
/// <param name="Namespace">The namespace of the hub.</param>
/// <param name="Hub">The hub.</param>
/// <param name="ConsumerGroup">The group whose checkpoints count.</param>
/// <param name="IsBatched">Whether one invocation takes many events.</param>
internal sealed record EventHubConsumer(FunctionDescriptor Function, RetryPolicy Retries, string Namespace, EventHub Hub, string ConsumerGroup, bool IsBatched);
