namespace DataAggregator.Functions.Operations;

/// <summary>Whether everything that the server depends on answers.</summary>
/// <param name="Status"><c>ready</c> or <c>unavailable</c>.</param>
/// <param name="Dependencies">What it depends on.</param>
public sealed record ReadyAnswer(string Status, IReadOnlyList<Dependency> Dependencies);
