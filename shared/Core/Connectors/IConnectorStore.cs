using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Connectors;

/// <summary>The saved connectors.</summary>
public interface IConnectorStore
{
    /// <summary>Saves a new connector; id, version and times of <paramref name="connector"/> are set by the store.</summary>
    /// <exception cref="ConflictException">The name is taken.</exception>
    Task<SavedConnector> CreateAsync(SavedConnector connector, CancellationToken cancellationToken);

    /// <summary>The connector, or null.</summary>
    Task<SavedConnector?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The connector of exactly that name, or null.</summary>
    Task<SavedConnector?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>A page of connectors, by name unless sorted otherwise.</summary>
    Task<Page<SavedConnector>> ListAsync(PageRequest request, CancellationToken cancellationToken);

    /// <summary>Saves a change as the next version.</summary>
    /// <exception cref="ConflictException">The name is taken by another.</exception>
    /// <exception cref="StaleVersionException"><paramref name="expectedVersion"/> is given and not the newest.</exception>
    /// <exception cref="KeyNotFoundException">There is no such connector.</exception>
    Task<SavedConnector> UpdateAsync(SavedConnector connector, int? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Deletes the connector.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="StaleVersionException"><paramref name="expectedVersion"/> is given and not the newest.</exception>
    Task<bool> DeleteAsync(string id, int? expectedVersion, CancellationToken cancellationToken);
}
