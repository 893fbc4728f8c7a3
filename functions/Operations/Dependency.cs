namespace DataAggregator.Functions.Operations;

/// <summary>Something that the server depends on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Ok">Whether it answers.</param>
/// <param name="LatencyMs">How long its answer took.</param>
/// <param name="Message">What was found.</param>
public sealed record Dependency(string Name, bool Ok, double LatencyMs, string Message);
