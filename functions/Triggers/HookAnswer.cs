using DataAggregator.Core.Triggers;

namespace DataAggregator.Functions.Triggers;

/// <summary>What came of a request to a webhook.</summary>
/// <param name="RunId">The run of this event: also when it was delivered before. None where it was left out.</param>
/// <param name="Result"><c>started</c>, <c>queued</c> (it waits for the run before), <c>skipped</c> (the pipeline's overlap leaves it out) or <c>repeated</c>.</param>
public sealed record HookAnswer(string? RunId, FiringResult Result);
