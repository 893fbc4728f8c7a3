using DataAggregator.Core.Records;

namespace DataAggregator.Core.Schemas;

/// <summary>What is known of a stream's fields from one version on.</summary>
/// <param name="PipelineId">The pipeline that reads it.</param>
/// <param name="Stream">The source's name, else its place in the definition: <c>source</c>, <c>sources[1]</c>.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="Schema">The fields; null where what was known was forgotten, so that the next run sets them.</param>
/// <param name="Changes">The differences from the version before.</param>
/// <param name="RunId">The run that saw it, or null.</param>
/// <param name="ChangedBy">The user who set, accepted or forgot it; null when a run did.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record StreamSchema(
    string PipelineId, string Stream, int Version, Schema? Schema, IReadOnlyList<SchemaChange> Changes, string? RunId, string? ChangedBy, DateTimeOffset CreatedAt);
