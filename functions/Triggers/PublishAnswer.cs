namespace DataAggregator.Functions.Triggers;

/// <summary>What came of an event.</summary>
/// <param name="Runs">Of every trigger that waits for it; empty where none does.</param>
public sealed record PublishAnswer(IReadOnlyList<PublishedRunAnswer> Runs);
