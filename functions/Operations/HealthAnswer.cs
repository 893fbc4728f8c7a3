namespace DataAggregator.Functions.Operations;

/// <summary>That the process is alive.</summary>
/// <param name="Status"><c>ok</c>.</param>
/// <param name="Version">The version of the product.</param>
public sealed record HealthAnswer(string Status, string Version);
