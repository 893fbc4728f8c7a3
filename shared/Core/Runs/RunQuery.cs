using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Runs;

/// <summary>Which runs are wanted, newest first.</summary>
/// <param name="Page">Which part of the list.</param>
/// <param name="PipelineId">Only of that pipeline.</param>
/// <param name="Status">Only with that status.</param>
public sealed record RunQuery(PageRequest Page, string? PipelineId = null, RunStatus? Status = null);
