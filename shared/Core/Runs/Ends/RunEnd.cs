namespace DataAggregator.Core.Runs.Ends;

/// <summary>The end of a run from which something may still have to follow.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Attempt">The attempt that ended: a retry ends once more.</param>
public sealed record RunEnd(string RunId, int Attempt);
