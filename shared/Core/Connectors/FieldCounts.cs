namespace DataAggregator.Core.Connectors;

/// <summary>How the values of one field met its frozen type.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Coerced">Values that were converted, because the user declared the type: <c>007</c> to 7, <c>"5"</c> to 5.</param>
/// <param name="Rejected">Values that did not fit; each rejected its record.</param>
public sealed record FieldCounts(string Field, long Coerced, long Rejected);
