using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;
using DataAggregator.Core.Triggers;

namespace DataAggregator.Core.Pipelines;

/// <summary>Checks a pipeline as a whole: its shape, its connectors' settings and its steps. The same checks stand before saving and before running.</summary>
/// <param name="catalogue">The connector types.</param>
/// <param name="compiler">The step types.</param>
/// <param name="resolver">The saved transformations.</param>
/// <param name="connectors">The saved connectors; null where there are none (<c>run FILE</c>).</param>
/// <param name="pipelines">The saved pipelines; null where there are none.</param>
/// <param name="files">The files that triggers watch; null where nothing does.</param>
public sealed class PipelineValidator(ConnectorCatalogue catalogue, ITransformationCompiler compiler, TransformationResolver resolver, IConnectorStore? connectors = null, IDependencyStore? pipelines = null, IWatchedFiles? files = null)
{
    /// <summary>The definition that <paramref name="document"/> describes, or null; every problem is in <paramref name="problems"/>.</summary>
    /// <param name="document">The pipeline as the user wrote it; placeholders without a default are taken for valid.</param>
    /// <param name="problems">Gets the problems.</param>
    /// <param name="cancellationToken">Cancels the look-up of saved connectors and transformations.</param>
    /// <param name="planned">Pipelines that are taken for saved; null for none.</param>
    public async Task<PipelineDefinition?> ValidateAsync(JsonElement document, Problems problems, CancellationToken cancellationToken, PlannedPipelines? planned = null)
    {
        // Which version is meant is settled now, so that a placeholder is no excuse here; neither is it for the pipeline's own settings.
        var expanded = await resolver.ExpandAsync(document, "$", problems, cancellationToken);
        var defaults = Defaults(expanded);
        if (PipelineDefinitionReader.Read(Placeholders.Fill(expanded, name => defaults.GetValueOrDefault(name)).Document, problems) is not { } definition)
            return null;
        DefinitionRules.Check(definition, problems);
        TriggerChecks.CheckParameters(definition, expanded, problems);
        TriggerChecks.CheckOverlap(definition, problems);
        if (pipelines is not null)
            await DependencyChecks.CheckAsync(definition, pipelines, planned, problems, cancellationToken);
        var found = await CheckWorkAsync(definition, cancellationToken);
        await new TriggerChecks(catalogue, compiler, connectors, files).CheckAsync(definition, found, cancellationToken);
        foreach (var problem in Placeholders.Judged(found, expanded, defaults.ContainsKey))
            problems.Add(problem.Path, problem.Message);
        foreach (var warning in found.Warnings)
            problems.Warn(warning.Path, warning.Message);
        return problems.Count == 0 ? definition : null;
    }

    /// <summary>The problems of what a run does: of the settings of connectors and of the steps.</summary>
    private async Task<Problems> CheckWorkAsync(PipelineDefinition definition, CancellationToken cancellationToken)
    {
        var found = new Problems();
        foreach (var source in definition.Sources)
            await CheckEndpointAsync(source, connector => connector.Source is { } half ? half.Validate : null, "source", found, cancellationToken);
        DeliveryWarnings.Check(definition.Sources[0], found);
        foreach (var destination in definition.Destinations)
            await CheckEndpointAsync(destination, connector => connector.Destination is { } half ? (config, path, problems) => CheckDestination(definition, destination, half, config, path, problems) : null, "destination", found, cancellationToken);
        var program = compiler.Compile(definition.Transformations, definition.Sources[0].DeclaredSchema, "$.transformations", found, await InputsAsync(definition, found, cancellationToken));
        CheckExpectedFields(definition, program, found);
        return found;
    }

    private static void CheckDestination(PipelineDefinition definition, Endpoint destination, IDestination half, JsonElement config, string path, Problems problems)
    {
        var before = problems.Count;
        half.Validate(config, path, problems);
        if (problems.Count == before)
            DeliveryWarnings.Check(definition, destination, half.Traits(config), problems);
    }

    /// <summary>Where the source says what its fields are, those that expectations name have to come out of the steps.</summary>
    private static void CheckExpectedFields(PipelineDefinition definition, ITransformationProgram? program, Problems problems)
    {
        if (definition.Sources[0].DeclaredSchema is not { } source || program is null)
            return;
        var names = program.Describe(source).Select(field => field.Name).ToList();
        var expectations = definition.Validation.Expectations;
        for (var i = 0; i < expectations.Count; i++)
        {
            foreach (var field in expectations[i].AllFields.Where(field => !names.Contains(field)))
                problems.Add($"$.validation.expectations[{i}].field", $"'{field}' is no field that comes out of the steps.{Nearest.Hint(field, names)}");
        }
    }

    /// <summary>The sources beside the stream at hand, and the saved connectors that steps name.</summary>
    private async Task<IReadOnlyList<NamedInput>> InputsAsync(PipelineDefinition definition, Problems problems, CancellationToken cancellationToken)
    {
        var inputs = NamedSources(definition, problems);
        foreach (var input in compiler.FindInputs(definition.Transformations, "$.transformations"))
        {
            if (StepInputs.IsSource(definition, input))
            {
                CheckAsked(input, definition.Sources.Skip(1).First(source => source.Name == input.Name).ConnectorType, problems);
                if (input.Stream is not null)
                    problems.Add(input.StreamPath, $"is for saved connectors, but '{input.Name}' is a source of the pipeline; leave it out.");
            }
            else if (connectors is not null)
            {
                await CheckStepInputAsync(connectors, input, [.. inputs.Select(known => known.Name)], problems, cancellationToken);
                inputs.Add(new NamedInput(input.Key, null));
            }
        }

        return inputs;
    }

    private void CheckAsked(InputReference input, string? connectorType, Problems problems)
    {
        if (input.AskedAt is { } path && connectorType is not null && catalogue.Find(connectorType) is { Source: { } source and not ILookupSource, Spec: var spec })
            problems.Add($"{path}.source", $"'{input.Name}' cannot be asked for single records, being of the type '{spec.DisplayName}'; use a lookup or join step, which reads it whole.");
    }

    private async Task CheckStepInputAsync(IConnectorStore saved, InputReference input, IReadOnlyList<string> sources, Problems problems, CancellationToken cancellationToken)
    {
        if (await saved.FindByNameAsync(input.Name, cancellationToken) is not { } connector)
        {
            var names = (await saved.ListAsync(new PageRequest(Limit: 200), cancellationToken)).Items.Select(known => known.Name);
            problems.Add(input.Path, $"reads '{input.Name}', which is no source of the pipeline and no saved connector.{Nearest.Hint(input.Name, [.. sources, .. names])}");
            return;
        }

        CheckAsked(input, connector.ConnectorType, problems);
        var spec = catalogue.Find(connector.ConnectorType)?.Spec;
        if (input.Stream is not null && spec?.StreamSetting is null)
        {
            problems.Add(input.StreamPath, $"has no meaning for '{input.Name}': a connector of the type '{connector.ConnectorType}' has no setting for it. Leave it out.");
            return;
        }

        var found = new Problems();
        await CheckEndpointAsync(StepInputs.Endpoint(input, connector, spec), half => half.Source is { } source ? source.Validate : null, "source", found, cancellationToken);
        // The config is the connector's own: of all its settings, only the stream can be put right here.
        foreach (var problem in found)
        {
            var setting = problem.Path[(input.Path.Length + 1)..];
            problems.Add(setting == $"config.{spec?.StreamSetting}" ? input.StreamPath : input.Path, $"of the connector '{input.Name}': {setting} {problem.Message}");
        }
    }

    /// <summary>The sources beside the stream at hand, which have to have names.</summary>
    private static List<NamedInput> NamedSources(PipelineDefinition definition, Problems problems)
    {
        var inputs = new List<NamedInput>();
        foreach (var source in definition.Sources.Skip(1))
        {
            if (source.Name is not { } name)
                problems.Add($"{source.Path}.name", "is required for every source but the first: joins and lookups read it by that name.");
            else if (inputs.Any(input => input.Name == name))
                problems.Add($"{source.Path}.name", $"'{name}' is the name of an earlier source already.");
            else
                inputs.Add(new NamedInput(name, source.DeclaredSchema));
        }

        return inputs;
    }

    private static Dictionary<string, string> Defaults(JsonElement document)
    {
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("parameters", out var parameters) || parameters.ValueKind != JsonValueKind.Object)
            return defaults;
        foreach (var parameter in parameters.EnumerateObject())
        {
            if (Placeholders.Text(parameter.Value) is { } value)
                defaults[parameter.Name] = value;
        }

        return defaults;
    }

    private async Task CheckEndpointAsync(
        Endpoint endpoint,
        Func<Connector, Action<JsonElement, string, Problems>?> half,
        string role,
        Problems problems,
        CancellationToken cancellationToken)
    {
        var saved = endpoint.ConnectorId is { } id ? await FindSavedAsync(id, endpoint.Path, problems, cancellationToken) : null;
        var type = saved?.ConnectorType ?? endpoint.ConnectorType;
        // The type says which settings are secrets: two that differ would have one kept in the clear.
        if (endpoint.ConnectorType is { } said && saved is not null && catalogue.Find(said)?.Spec.Type != catalogue.Find(saved.ConnectorType)?.Spec.Type)
            problems.Add($"{endpoint.Path}.connector_type", $"is '{said}', but the connector '{saved.Name}' is of the type '{saved.ConnectorType}'; leave it out.");
        if (type is null || catalogue.Find(type, $"{endpoint.Path}.connector_type", problems) is not { } connector)
            return;
        if (Merge(saved, endpoint, problems) is not { } config)
            return;
        IncrementalChecks.Check(endpoint, connector.Spec, endpoint.Path is "$.source" or "$.sources[0]", problems);
        if (!connector.Spec.Capabilities.Contains(role))
            problems.Add($"{endpoint.Path}.connector_type", $"'{connector.Spec.Type}' cannot be a {role}; it can be: {string.Join(", ", connector.Spec.Capabilities)}.");
        else if (half(connector) is { } validate)
            validate(config, $"{endpoint.Path}.config", problems);
        else
            ConnectorConfig.ValidateBySchema(connector.Spec, config, $"{endpoint.Path}.config", problems);
    }

    private static JsonElement? Merge(SavedConnector? saved, Endpoint endpoint, Problems problems)
    {
        try
        {
            return saved is null ? endpoint.Config : EndpointConfig.Overlay(saved.Config, endpoint.Config);
        }
        catch (InvalidDocumentException elsewhere)
        {
            foreach (var problem in elsewhere.Problems)
                problems.Add($"{endpoint.Path}.config.{problem.Path}", problem.Message);
            return null;
        }
    }

    private async Task<SavedConnector?> FindSavedAsync(string id, string path, Problems problems, CancellationToken cancellationToken)
    {
        if (connectors is null)
        {
            problems.Add($"{path}.connector_id", "there are no saved connectors here; give 'connector_type' and 'config'.");
            return null;
        }

        var saved = await connectors.FindAsync(id, cancellationToken);
        if (saved is null)
            problems.Add($"{path}.connector_id", $"there is no connector with the id '{id}'.");
        return saved;
    }
}
