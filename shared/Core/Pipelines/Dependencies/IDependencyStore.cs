namespace DataAggregator.Core.Pipelines.Dependencies;

/// <summary>Which saved pipelines name which others.</summary>
public interface IDependencyStore
{
    /// <summary>Every pipeline, with those that its newest version names.</summary>
    Task<IReadOnlyList<PipelineNode>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The newest versions of the enabled pipelines that name that one, by id or name.</summary>
    Task<IReadOnlyList<Pipeline>> DependentsAsync(string id, CancellationToken cancellationToken);

    /// <summary>The ids of pipelines by what names them; those that there are not are left out.</summary>
    Task<IReadOnlyDictionary<string, string>> IdsAsync(IReadOnlyCollection<string> references, CancellationToken cancellationToken);
}
