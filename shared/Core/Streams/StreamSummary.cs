namespace DataAggregator.Core.Streams;

/// <summary>A stream as it is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Events">How many events it has had.</param>
/// <param name="Kept">How many of them are kept still.</param>
/// <param name="CreatedAt">When its first event came.</param>
/// <param name="LastAt">When its newest event came.</param>
public sealed record StreamSummary(string Name, long Events, long Kept, DateTimeOffset CreatedAt, DateTimeOffset LastAt);
