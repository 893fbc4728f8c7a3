namespace DataAggregator.Core.Lineage;

/// <summary>A field of a source that decides about the records of the destinations.</summary>
/// <param name="Source">The source's node.</param>
/// <param name="Field">The field there.</param>
/// <param name="Kind">What it decides.</param>
public sealed record RecordInfluence(string Source, string Field, InfluenceKind Kind);
