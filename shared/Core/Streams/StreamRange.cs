namespace DataAggregator.Core.Streams;

/// <summary>Successive events of a stream, by their places in it.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The one behind the last.</param>
public sealed record StreamRange(long From, long To);
