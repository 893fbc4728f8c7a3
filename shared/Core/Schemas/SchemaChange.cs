using DataAggregator.Core.Records;

namespace DataAggregator.Core.Schemas;

/// <summary>One difference between what is known of a stream and what was seen.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Field">The field's name.</param>
/// <param name="Before">The field as it was known; null for a new one.</param>
/// <param name="After">The field as it was seen; null for a missing one.</param>
public sealed record SchemaChange(SchemaChangeKind Kind, string Field, Field? Before, Field? After)
{
    /// <summary>For a missing field: the new field that it was probably renamed to. Only proposed, never applied.</summary>
    public string? RenamedTo { get; init; }
}
