using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>One stream of records that a source offers: a table, a file, an endpoint.</summary>
/// <param name="Name">Its name, as the source's settings take it.</param>
/// <param name="Schema">Its fields.</param>
/// <param name="PrimaryKey">The fields of its key; empty when it has none.</param>
/// <param name="CursorCandidates">Fields that an incremental load could follow.</param>
/// <param name="EstimatedRows">About how many records it has, where the source knows.</param>
public sealed record StreamDescriptor(string Name, Schema Schema, IReadOnlyList<string> PrimaryKey, IReadOnlyList<string> CursorCandidates, long? EstimatedRows);
