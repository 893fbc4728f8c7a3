namespace DataAggregator.Core.Lineage;

/// <summary>What becomes of the fields of a pipeline's sources on their way to its destinations.</summary>
/// <param name="Complete">Whether all fields of the sources are known; if not, only those that the settings name are shown.</param>
/// <param name="Nodes">Sources, steps and destinations, in order.</param>
/// <param name="Edges">What goes from one to the next, field by field.</param>
/// <param name="Columns">The fields of the destinations with where they come from over all steps.</param>
/// <param name="Influences">What decides about records over all steps.</param>
public sealed record LineageGraph(
    bool Complete, IReadOnlyList<LineageNode> Nodes, IReadOnlyList<LineageEdge> Edges, IReadOnlyList<ColumnLineage> Columns, IReadOnlyList<RecordInfluence> Influences);
