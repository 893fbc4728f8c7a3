namespace DataAggregator.Core.Triggers;

/// <summary>A webhook that a token leads to.</summary>
/// <param name="PipelineId">Its pipeline.</param>
/// <param name="Key">The trigger's key.</param>
public sealed record Webhook(string PipelineId, string Key);
