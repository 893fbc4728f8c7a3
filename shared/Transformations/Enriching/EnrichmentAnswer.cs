using DataAggregator.Core.Connectors;

namespace DataAggregator.Transformations.Enriching;

/// <summary>What an API said of a record.</summary>
/// <param name="Json">The answer; null when nothing is known.</param>
/// <param name="Failure">Why there is none; null when there is.</param>
internal sealed record EnrichmentAnswer(byte[]? Json, ConnectorException? Failure);
