namespace DataAggregator.Core.Lineage;

/// <summary>How a field of one node goes into the next.</summary>
/// <param name="From">The node that it comes from.</param>
/// <param name="Field">The field there.</param>
/// <param name="To">The node that it goes into.</param>
/// <param name="ToField">The field that it becomes part of; null where it decides about records only.</param>
/// <param name="How">How: <c>copied</c>, <c>computed</c>, <c>filter</c> and so on.</param>
public sealed record LineageEdge(string From, string Field, string To, string? ToField, string How);
