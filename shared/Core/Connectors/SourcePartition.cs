namespace DataAggregator.Core.Connectors;

/// <summary>One part of a source: a byte range of a file, a key range of a table, the pages of an endpoint.</summary>
/// <param name="Index">Its number in the plan, from 0.</param>
/// <param name="State">What the source needs to read it (and to see that it has not changed), in the source's own format; no secrets.</param>
/// <param name="FirstOrdinal">The ordinal of its first record in the whole source, where the plan knows; else 0.</param>
/// <param name="Records">How many records it holds, where the plan knows.</param>
/// <param name="Bytes">How many bytes it holds, where the plan knows.</param>
public sealed record SourcePartition(int Index, string State, long FirstOrdinal = 0, long? Records = null, long? Bytes = null);
