using DataAggregator.Core.Profiles;

namespace DataAggregator.Core.Quality;

/// <summary>What the records of a run were like, and what its expectations came to.</summary>
/// <param name="RunId">The run.</param>
/// <param name="PipelineId">Its pipeline.</param>
/// <param name="CreatedAt">When the run was created.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Expectations">The expectations, in the pipeline's order.</param>
public sealed record RunQuality(string RunId, string PipelineId, DateTimeOffset CreatedAt, RecordProfile Profile, IReadOnlyList<ExpectationResult> Expectations);
