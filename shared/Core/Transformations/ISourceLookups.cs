namespace DataAggregator.Core.Transformations;

/// <summary>Asks the sources of one run for single records on behalf of an enrichment.</summary>
public interface ISourceLookups
{
    /// <summary>The records found, by key, each a JSON object; see <see cref="Connectors.ILookupSource.LookUpAsync"/>.</summary>
    /// <exception cref="Connectors.ConnectorException">The source cannot be reached or asked, again and again where that may pass.</exception>
    Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> LookUpAsync(RecordLookup lookup, CancellationToken cancellationToken);
}
