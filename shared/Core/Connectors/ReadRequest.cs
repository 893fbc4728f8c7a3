using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>What to read.</summary>
/// <param name="Partition">A partition of the plan.</param>
/// <param name="Schema">The plan's schema: types are frozen, a value that does not fit is rejected; a field that is new is inferred.</param>
/// <param name="Position">Where to go on: the <see cref="SourceBatch.Position"/> of the last batch kept, null for the partition's start.</param>
/// <param name="FirstOrdinal">The ordinal in the partition of the next record.</param>
public sealed record ReadRequest(SourcePartition Partition, Schema Schema, string? Position, long FirstOrdinal);
