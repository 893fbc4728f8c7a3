using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>A source beside the stream at hand, which joins and lookups name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its fields; null where they are not known yet.</param>
/// <param name="FitsInMemory">Whether its records may be held in memory; a run decides that once, by its memory budget.</param>
public sealed record NamedInput(string Name, Schema? Schema, bool FitsInMemory = true);
