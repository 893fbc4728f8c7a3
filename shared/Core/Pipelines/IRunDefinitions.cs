using DataAggregator.Core.Runs;

namespace DataAggregator.Core.Pipelines;

/// <summary>
/// Loads what a run is to do: the version it is pinned to, saved connectors and transformations merged in, placeholders filled in, secrets in the clear. The
/// server has it from its stores, <c>run FILE</c> from the file and the environment.
/// </summary>
public interface IRunDefinitions
{
    /// <summary>The definition, ready to be carried out.</summary>
    /// <exception cref="Connectors.ConnectorException">The version or a connector is gone, or a placeholder has no value (class settings).</exception>
    Task<PipelineDefinition> LoadAsync(Run run, CancellationToken cancellationToken);
}
