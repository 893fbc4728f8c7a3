using DataAggregator.Core.Connectors;

namespace DataAggregator.Functions.Connectors;

/// <summary>What testing a connection found.</summary>
/// <param name="Ok">Whether every check passed.</param>
/// <param name="LatencyMs">How long all of it took.</param>
/// <param name="Checks">What was looked at, in order.</param>
public sealed record TestAnswer(bool Ok, long LatencyMs, IReadOnlyList<Check> Checks);
