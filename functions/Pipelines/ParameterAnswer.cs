namespace DataAggregator.Functions.Pipelines;

/// <summary>A parameter of a pipeline.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Required">Whether a run fails that is given no value for it: the pipeline has none of its own.</param>
public sealed record ParameterAnswer(string Name, bool Required);
