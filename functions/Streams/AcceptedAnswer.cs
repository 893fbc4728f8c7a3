namespace DataAggregator.Functions.Streams;

/// <summary>How many events were taken.</summary>
/// <param name="Accepted">The count.</param>
public sealed record AcceptedAnswer(int Accepted);
