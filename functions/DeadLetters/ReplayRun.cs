namespace DataAggregator.Functions.DeadLetters;

/// <summary>A run that replays.</summary>
/// <param name="RunId">The run.</param>
/// <param name="PipelineId">Its pipeline.</param>
/// <param name="PipelineVersion">The version that it carries out.</param>
/// <param name="Records">The dead letters that it took.</param>
public sealed record ReplayRun(string RunId, string PipelineId, int PipelineVersion, long Records);
