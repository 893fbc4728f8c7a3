using DataAggregator.Core.Lineage;
using DataAggregator.Core.Runs;

namespace DataAggregator.Functions.Lineage;

/// <summary>What becomes of each field of a pipeline, and what a run took from where to where.</summary>
/// <param name="Complete">Whether all fields of the sources are known: the pipeline has run, or declares them.</param>
/// <param name="Nodes">Sources, steps and destinations.</param>
/// <param name="Edges">What goes from one to the next, field by field; an edge without a field there only decides about records.</param>
/// <param name="Columns">The fields of the destinations with the fields of sources that they come from.</param>
/// <param name="Influences">The fields of sources that decide about records.</param>
/// <param name="Run">The run.</param>
public sealed record LineageAnswer(
    bool Complete, IReadOnlyList<LineageNode> Nodes, IReadOnlyList<LineageEdge> Edges, IReadOnlyList<ColumnLineage> Columns, IReadOnlyList<RecordInfluence> Influences, RunLineage? Run)
{
    /// <summary>The answer for a graph and a run of it.</summary>
    public static LineageAnswer Of(LineageGraph graph, Run? run) =>
        new(graph.Complete, graph.Nodes, graph.Edges, graph.Columns, graph.Influences, run is null ? null : RunLineage.Of(run));
}
