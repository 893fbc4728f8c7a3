using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>A source beside the stream at hand, which joins and lookups name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its fields; null where they are not known yet.</param>
/// <param name="Bytes">The memory that its records take as columns; null where that is not known yet. What is larger than the budget is not held in memory.</param>
public sealed record NamedInput(string Name, Schema? Schema, long? Bytes = null);
