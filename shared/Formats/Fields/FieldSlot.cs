namespace DataAggregator.Formats.Fields;

/// <summary>Where a field's value stands in the record's text.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Start">Where it begins, quotes and brackets included.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Record">The number of the record it was found in; a slot of another record is no value.</param>
internal readonly record struct FieldSlot(ValueKind Kind, int Start, int Length, long Record);
