namespace DataAggregator.Functions.Operations;

/// <summary>That the process is alive.</summary>
/// <param name="Status"><c>ok</c>.</param>
public sealed record HealthAnswer(string Status);
