namespace DataAggregator.Core.Lineage;

/// <summary>A field that comes out of a step.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Kind">How it was made.</param>
/// <param name="Inputs">The fields that it was made of.</param>
public sealed record MadeField(string Field, LineageKind Kind, IReadOnlyList<LineageField> Inputs);
