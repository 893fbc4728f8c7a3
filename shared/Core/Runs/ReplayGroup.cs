using System.Text.Json;

namespace DataAggregator.Core.Runs;

/// <summary>Open dead letters that one run can replay: of one pipeline, version, form and set of parameters.</summary>
/// <param name="PipelineId">The pipeline.</param>
/// <param name="PipelineName">Its name then.</param>
/// <param name="PipelineVersion">The version that rejected them.</param>
/// <param name="AsRead">Whether they are as the source gave them; else as the steps gave them to the destination.</param>
/// <param name="Parameters">The parameters of their run, an object.</param>
/// <param name="Records">How many there are.</param>
public sealed record ReplayGroup(string PipelineId, string PipelineName, int PipelineVersion, bool AsRead, JsonElement Parameters, long Records);
