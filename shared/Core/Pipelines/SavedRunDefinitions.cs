using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Security;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Pipelines;

/// <summary>Definitions of runs on a server: from the saved pipelines, connectors and transformations.</summary>
public sealed class SavedRunDefinitions(
    IPipelineStore pipelines,
    IConnectorStore connectors,
    ConnectorCatalogue catalogue,
    PipelineSecrets secrets,
    ISecretProtector protector,
    TransformationResolver resolver,
    ITransformationCompiler compiler) : IRunDefinitions
{
    /// <inheritdoc/>
    public async Task<PipelineDefinition> LoadAsync(Run run, CancellationToken cancellationToken)
    {
        var pipeline = await pipelines.FindVersionAsync(run.PipelineId, run.PipelineVersion, cancellationToken)
            ?? throw Gone($"Version {run.PipelineVersion} of the pipeline '{run.PipelineName}' is gone.");
        var expanded = await resolver.ExpandForRunAsync(pipeline.Document, cancellationToken);
        var document = await secrets.UnprotectAsync(expanded, cancellationToken);
        var definition = ParameterValues.Fill(document, run.Parameters, _ => null);
        return definition with
        {
            Sources = await MergeAsync([.. definition.Sources, .. await StepInputsAsync(definition, cancellationToken)], cancellationToken),
            Destinations = await MergeAsync(definition.Destinations, cancellationToken),
        };
    }

    private static ConnectorException Gone(string message) => new(ErrorClass.Settings, "not_found", message);

    private async Task<IReadOnlyList<Endpoint>> StepInputsAsync(PipelineDefinition definition, CancellationToken cancellationToken)
    {
        var endpoints = new List<Endpoint>();
        foreach (var input in StepInputs.BesideSources(definition, compiler))
        {
            var saved = await connectors.FindByNameAsync(input.Name, cancellationToken) ?? throw Gone($"The connector '{input.Name}' that {input.Path} names is gone.");
            endpoints.Add(StepInputs.Endpoint(input, saved, catalogue.Find(saved.ConnectorType)?.Spec));
        }

        return endpoints;
    }

    private async Task<IReadOnlyList<Endpoint>> MergeAsync(IReadOnlyList<Endpoint> endpoints, CancellationToken cancellationToken)
    {
        var merged = new List<Endpoint>(endpoints.Count);
        foreach (var endpoint in endpoints)
            merged.Add(endpoint.ConnectorId is { } id ? await MergeAsync(endpoint, id, cancellationToken) : endpoint);
        return merged;
    }

    private async Task<Endpoint> MergeAsync(Endpoint endpoint, string id, CancellationToken cancellationToken)
    {
        var saved = await connectors.FindAsync(id, cancellationToken) ?? throw Gone($"The connector '{id}' that {endpoint.Path} names is gone.");
        var secretFields = catalogue.Find(saved.ConnectorType)?.Spec.SecretFields ?? [];
        var config = await SecretFields.UnprotectAsync(saved.Config, secretFields, protector, cancellationToken);
        return endpoint with { ConnectorType = saved.ConnectorType, Config = EndpointConfig.Overlay(config, endpoint.Config) };
    }
}
