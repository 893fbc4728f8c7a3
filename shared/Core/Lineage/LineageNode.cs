namespace DataAggregator.Core.Lineage;

/// <summary>Something that records are in or pass through: a source, a step, a destination.</summary>
/// <param name="Id">Its id in the graph: <c>source</c>, the name of another source after <c>source:</c>, <c>transformations[2]</c>, <c>destinations[0]</c>.</param>
/// <param name="Kind">What it is: <c>source</c>, <c>step</c>, <c>destination</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Type">The connector's or the step's type.</param>
/// <param name="Object">The table, file or address that it reads or writes; null for a step, or where the type has none.</param>
/// <param name="Fields">The fields that come out of it, as far as they are known.</param>
public sealed record LineageNode(string Id, string Kind, string Name, string Type, string? Object, IReadOnlyList<string> Fields);
