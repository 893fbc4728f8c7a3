using DataAggregator.Core.Records;
using DataAggregator.Core.Schemas;

namespace DataAggregator.Functions.Schemas;

/// <summary>A version of what is known of a stream's fields.</summary>
/// <param name="Version">Counts from 1.</param>
/// <param name="Schema">The fields; null where they were forgotten.</param>
/// <param name="Changes">The differences from the version before.</param>
/// <param name="RunId">The run that saw them.</param>
/// <param name="ChangedBy">The user who set them; null when a run did.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record SchemaVersionAnswer(int Version, Schema? Schema, IReadOnlyList<SchemaChange> Changes, string? RunId, string? ChangedBy, DateTimeOffset CreatedAt);
