namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>A generated case: records and another source to join with, both beginning with <see cref="Generator.Typical"/>, and steps.</summary>
internal sealed record Sample(string Records, string Other, IReadOnlyList<string> Steps);
