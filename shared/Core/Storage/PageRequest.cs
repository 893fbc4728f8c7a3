namespace DataAggregator.Core.Storage;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Limit">1 to 200 items.</param>
/// <param name="Cursor">The <see cref="Page{T}.NextCursor"/> of the page before; null for the first.</param>
/// <param name="Query">Text to look for, or null.</param>
/// <param name="Sort">A field, with <c>-</c> before it for descending; null for the list's own order.</param>
public sealed record PageRequest(int Limit = 50, string? Cursor = null, string? Query = null, string? Sort = null);
