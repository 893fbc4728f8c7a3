namespace DataAggregator.Core.Pipelines.Dependencies;

/// <summary>A saved pipeline and those that it names.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="References">The names and ids of the pipelines that it depends on or whose runs start it.</param>
public sealed record PipelineNode(string Id, string Name, IReadOnlyCollection<string> References);
