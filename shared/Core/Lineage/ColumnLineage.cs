namespace DataAggregator.Core.Lineage;

/// <summary>Where a field of the destinations comes from, over all steps.</summary>
/// <param name="Field">The field.</param>
/// <param name="Origins">The fields of sources that it is made of.</param>
public sealed record ColumnLineage(string Field, IReadOnlyList<ColumnOrigin> Origins);
