using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Pipelines;

/// <summary>The saved connectors that steps of a pipeline name, as the sources that they are read as.</summary>
internal static class StepInputs
{
    /// <summary>What steps read that is no source of the pipeline.</summary>
    public static IEnumerable<InputReference> BesideSources(PipelineDefinition definition, ITransformationCompiler compiler) =>
        compiler.FindInputs(definition.Transformations, "$.transformations").Where(input => !IsSource(definition, input));

    /// <summary>Whether a source of the pipeline has that name: it goes before a saved connector.</summary>
    public static bool IsSource(PipelineDefinition definition, InputReference input) => definition.Sources.Skip(1).Any(source => source.Name == input.Name);

    /// <summary>The source that a step reads: the connector <paramref name="saved"/>, its stream in the setting that its type has for it.</summary>
    public static Endpoint Endpoint(InputReference input, SavedConnector saved, ConnectorSpec? spec) => new()
    {
        Name = input.Key,
        ConnectorId = saved.Id,
        ConnectorType = saved.ConnectorType,
        Config = JsonSerializer.SerializeToElement(input.Stream is { } stream && spec?.StreamSetting is { } setting ? new Dictionary<string, string> { [setting] = stream } : []),
        Path = input.Path,
    };
}
