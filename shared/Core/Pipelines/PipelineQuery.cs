using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Pipelines;

/// <summary>Which pipelines are wanted, newest version each.</summary>
/// <param name="Page">Which part of the list; <see cref="PageRequest.Query"/> is looked for in names.</param>
/// <param name="Tags">Only with all of these tags.</param>
/// <param name="Enabled">Only those that schedule and triggers start, or only those that they don't.</param>
/// <param name="LastStatus">Only those whose newest run has that status.</param>
public sealed record PipelineQuery(PageRequest Page, IReadOnlyList<string>? Tags = null, bool? Enabled = null, RunStatus? LastStatus = null);
