using DataAggregator.Core.Connectors;

namespace DataAggregator.Core.Runs;

/// <summary>What a dry run found out about one destination.</summary>
/// <param name="Step">The destination's name in the books: <c>destination</c>, or <c>destinations[1]</c>.</param>
/// <param name="Type">The connector type.</param>
/// <param name="Plan">What would be written.</param>
public sealed record DestinationPlan(string Step, string Type, WritePlan Plan);
