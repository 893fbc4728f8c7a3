using System.Collections.Frozen;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Security;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Functions.Pipelines;

/// <summary>What a run of a saved pipeline can be given values for.</summary>
/// <param name="resolver">Brings the steps of saved transformations.</param>
/// <param name="secrets">Shows placeholders that stand in secrets.</param>
public sealed class RunParameters(TransformationResolver resolver, PipelineSecrets secrets)
{
    /// <summary>Refuses values for names that the pipeline has nowhere.</summary>
    /// <exception cref="InvalidDocumentException">There are such; each is listed.</exception>
    public async Task CheckAsync(Pipeline pipeline, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (values.Count == 0)
            return;
        var problems = new Problems();
        ParameterNames.Check(values.Keys, await DocumentAsync(pipeline, cancellationToken), "$.parameters", problems);
        problems.ThrowIfAny();
    }

    /// <summary>The names that a run can be given values for, in order, and which of them it must.</summary>
    internal async Task<IEnumerable<ParameterAnswer>> ListAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        var document = await DocumentAsync(pipeline, cancellationToken);
        var required = ParameterValues.Required(document);
        return ParameterNames.In(document).Where(name => Placeholders.OfSource(document, name) is null).Select(name => new ParameterAnswer(name, required.Contains(name)));
    }

    /// <summary>The values that a run of that version was given, by name; those that stand in secrets are masked.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> ShownAsync(Pipeline version, JsonElement given, CancellationToken cancellationToken)
    {
        if (given.ValueKind != JsonValueKind.Object || !given.EnumerateObject().Any())
            return FrozenDictionary<string, string>.Empty;
        var hidden = await secrets.PlaceholdersAsync(await DocumentAsync(version, cancellationToken), cancellationToken);
        return given.EnumerateObject()
            .Where(parameter => parameter.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(parameter => parameter.Name, parameter => hidden.Contains(parameter.Name) ? Secret.Mask : Placeholders.Text(parameter.Value)!, StringComparer.Ordinal);
    }

    private async Task<JsonElement> DocumentAsync(Pipeline pipeline, CancellationToken cancellationToken) =>
        await secrets.UnprotectAsync(await resolver.ExpandForRunAsync(pipeline.Document, cancellationToken), cancellationToken);
}
