using System.Text.Json.Serialization;

namespace DataAggregator.Functions.Http;

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="NextCursor">Gives the next page; null on the last one, and then said all the same.</param>
public sealed record PageAnswer<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);
