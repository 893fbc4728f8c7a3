namespace DataAggregator.Core.Connectors;

/// <summary>A question to a source for single records.</summary>
/// <param name="KeyField">The field that the keys are values of.</param>
/// <param name="Keys">The keys, as text; none twice.</param>
/// <param name="Fields">The fields that are wanted of each record.</param>
public sealed record LookupRequest(string KeyField, IReadOnlyList<string> Keys, IReadOnlyList<string> Fields);
