using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Functions.Pipelines;

/// <summary>Checks the values that a run of a saved pipeline is started with.</summary>
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
        var document = await secrets.UnprotectAsync(await resolver.ExpandForRunAsync(pipeline.Document, cancellationToken), cancellationToken);
        var problems = new Problems();
        ParameterNames.Check(values.Keys, document, "$.parameters", problems);
        problems.ThrowIfAny();
    }
}
