namespace DataAggregator.Core.Transformations;

/// <summary>Asks an HTTP API about a record on behalf of an enrichment.</summary>
public interface IEnrichmentClient
{
    /// <summary>The answer, UTF-8 JSON; null when the API knows nothing of it (404 or an empty answer).</summary>
    /// <exception cref="Connectors.ConnectorException">The API cannot be reached, refuses, or answers with an error, again and again where that may pass.</exception>
    Task<ReadOnlyMemory<byte>?> FetchAsync(EnrichmentRequest request, CancellationToken cancellationToken);
}
