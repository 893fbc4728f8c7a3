namespace DataAggregator.Core.Pipelines.Dependencies;

/// <summary>The pipelines that there would be: those that are saved, and in their place or beside them those that an import would save.</summary>
public sealed class PlannedPipelines
{
    private readonly Dictionary<string, PipelineNode> planned = new(StringComparer.Ordinal);

    /// <summary>Takes a pipeline for saved.</summary>
    public void Add(PipelineNode pipeline) => planned[pipeline.Name] = pipeline;

    /// <summary>The saved pipelines with these among them.</summary>
    public IReadOnlyList<PipelineNode> Over(IReadOnlyList<PipelineNode> saved) => [.. saved.Where(node => !planned.ContainsKey(node.Name)), .. planned.Values];
}
