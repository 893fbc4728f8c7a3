namespace DataAggregator.Transformations.Operations;

/// <summary>The parameters of an operation that has none.</summary>
internal sealed record NoParameters;
