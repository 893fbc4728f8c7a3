namespace DataAggregator.Core.Lineage;

/// <summary>A field that decides about the records that come out of a step.</summary>
/// <param name="Input">The field.</param>
/// <param name="Kind">What it decides.</param>
public sealed record Influence(LineageField Input, InfluenceKind Kind);
