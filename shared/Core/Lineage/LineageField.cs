namespace DataAggregator.Core.Lineage;

/// <summary>A field that goes into a step.</summary>
/// <param name="Source">The named source beside the stream at hand that it comes from; null for the records at hand.</param>
/// <param name="Field">Its name.</param>
public sealed record LineageField(string? Source, string Field);
