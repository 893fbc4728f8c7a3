namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>A request to an address of the pipeline's own, whose token the platform makes.</summary>
public sealed record WebhookTrigger : Trigger;
