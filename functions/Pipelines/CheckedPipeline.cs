using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Functions.Pipelines;

/// <summary>A pipeline that may be saved.</summary>
/// <param name="Draft">What is saved.</param>
/// <param name="Warnings">What is allowed, but should be known.</param>
public sealed record CheckedPipeline(PipelineDraft Draft, IReadOnlyList<Problem> Warnings);
