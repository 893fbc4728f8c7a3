
namespace DataAggregator.Core.Connectors;

/// <summary>A connector type: what it says of itself and its halves. One without halves is in the catalogue, but not available.</summary>
/// <param name="Spec">What it says of itself.</param>
/// <param name="Source">Its reading half, if it has one.</param>
/// <param name="Destination">Its writing half, if it has one.</param>
public sealed record Connector(ConnectorSpec Spec, ISource? Source, IDestination? Destination);
