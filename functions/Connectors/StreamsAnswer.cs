using DataAggregator.Core.Connectors;

namespace DataAggregator.Functions.Connectors;

/// <summary>What a saved source offers.</summary>
/// <param name="Streams">Its streams.</param>
public sealed record StreamsAnswer(IReadOnlyList<StreamDescriptor> Streams);
