using DataAggregator.Core.Pipelines.Versions;

namespace DataAggregator.Functions.Pipelines;

/// <summary>What changed from one version of a pipeline to another.</summary>
/// <param name="From">The one.</param>
/// <param name="To">The other.</param>
/// <param name="Changes">Every difference, in the order of the other; secrets masked.</param>
public sealed record DiffAnswer(int From, int To, IReadOnlyList<DefinitionChange> Changes);
