namespace DataAggregator.Core.Lineage;

/// <summary>A field of a source that a field of the destinations comes from.</summary>
/// <param name="Source">The source's node.</param>
/// <param name="Field">The field there.</param>
/// <param name="Kind">How, over all steps.</param>
public sealed record ColumnOrigin(string Source, string Field, LineageKind Kind);
