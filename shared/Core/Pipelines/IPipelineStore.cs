using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Pipelines;

/// <summary>The saved pipelines and their versions.</summary>
public interface IPipelineStore
{
    /// <summary>Saves a new pipeline as version 1.</summary>
    /// <exception cref="ConflictException">The name is taken, or a transformation that it refers to was deleted.</exception>
    Task<Pipeline> CreateAsync(PipelineDraft draft, CancellationToken cancellationToken);

    /// <summary>The newest version, or null.</summary>
    Task<Pipeline?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>That version, or null.</summary>
    Task<Pipeline?> FindVersionAsync(string id, int version, CancellationToken cancellationToken);

    /// <summary>The newest version of the pipeline of that name, or null.</summary>
    Task<Pipeline?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>A page of pipelines, newest version each.</summary>
    Task<Page<Pipeline>> ListAsync(PipelineQuery query, CancellationToken cancellationToken);

    /// <summary>A page of the versions of a pipeline that was not deleted, newest first.</summary>
    Task<Page<Pipeline>> ListVersionsAsync(string id, PageRequest request, CancellationToken cancellationToken);

    /// <summary>Saves a new version.</summary>
    /// <exception cref="ConflictException">The name is taken by another pipeline, or a transformation that it refers to was deleted.</exception>
    /// <exception cref="StaleVersionException"><paramref name="expectedVersion"/> is given and not the newest.</exception>
    /// <exception cref="KeyNotFoundException">There is no such pipeline.</exception>
    Task<Pipeline> UpdateAsync(string id, PipelineDraft draft, int? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Deletes the pipeline; its runs stay.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="ConflictException">Runs of it have not ended, or other pipelines depend on it.</exception>
    /// <exception cref="StaleVersionException"><paramref name="expectedVersion"/> is given and not the newest.</exception>
    Task<bool> DeleteAsync(string id, int? expectedVersion, CancellationToken cancellationToken);

    /// <summary>The names of the pipelines whose newest version names that connector.</summary>
    Task<IReadOnlyList<string>> UsersOfConnectorAsync(string connectorId, CancellationToken cancellationToken);

    /// <summary>The names of the pipelines whose newest version refers to that saved transformation, in any version of it.</summary>
    Task<IReadOnlyList<string>> UsersOfTransformationAsync(string transformationId, CancellationToken cancellationToken);
}
