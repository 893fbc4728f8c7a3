using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Pipelines.Templates;

/// <summary>The templates that users saved.</summary>
public interface IPipelineTemplateStore
{
    /// <summary>Saves a new template; its id is made.</summary>
    /// <exception cref="ConflictException">The name is taken.</exception>
    Task<PipelineTemplate> CreateAsync(PipelineTemplate template, CancellationToken cancellationToken);

    /// <summary>The template, or null.</summary>
    Task<PipelineTemplate?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>All of them, by name.</summary>
    Task<IReadOnlyList<PipelineTemplate>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Deletes the template; what was made from it stays.</summary>
    /// <returns>False when there is none.</returns>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}
