namespace DataAggregator.Core.Storage;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
