namespace DataAggregator.Functions.DeadLetters;

/// <summary>What came of giving up a replay.</summary>
/// <param name="RunId">The replay.</param>
/// <param name="Uncertain">How many records are open again that may have been delivered.</param>
public sealed record ReleaseAnswer(string RunId, long Uncertain);
