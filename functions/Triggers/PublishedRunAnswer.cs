using DataAggregator.Core.Triggers;

namespace DataAggregator.Functions.Triggers;

/// <summary>What a trigger made of an event.</summary>
/// <param name="PipelineId">Its pipeline.</param>
/// <param name="PipelineName">The name of that.</param>
/// <param name="Trigger">The trigger's key.</param>
/// <param name="RunId">The run of the event, also when it was published before.</param>
/// <param name="Result"><c>started</c>, <c>queued</c>, <c>skipped</c>, <c>repeated</c> or <c>paused</c>.</param>
public sealed record PublishedRunAnswer(string PipelineId, string PipelineName, string Trigger, string? RunId, FiringResult Result);
