namespace DataAggregator.Core.Pipelines.Dependencies;

/// <summary>Which pipelines start which.</summary>
public sealed class DependencyGraph
{
    private readonly Dictionary<string, PipelineNode> nodes = new(StringComparer.Ordinal);

    /// <summary>The graph of these pipelines.</summary>
    public DependencyGraph(IEnumerable<PipelineNode> pipelines)
    {
        foreach (var pipeline in pipelines)
        {
            // A name that is another's id stands for the id, as everywhere.
            nodes.TryAdd(pipeline.Name, pipeline);
            nodes[pipeline.Id] = pipeline;
        }
    }

    /// <summary>The names of all pipelines.</summary>
    public IEnumerable<string> Names => nodes.Values.Select(node => node.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Whether there is a pipeline of that name or id.</summary>
    public bool Knows(string reference) => nodes.ContainsKey(reference);

    /// <summary>The names along a way from that pipeline back to itself, its own first and last; null where there is none.</summary>
    public IReadOnlyList<string>? CycleThrough(PipelineNode pipeline)
    {
        // A walk in width: the first way that is found is a shortest one.
        var cameFrom = new Dictionary<string, PipelineNode>(StringComparer.Ordinal);
        var open = new Queue<PipelineNode>([pipeline]);
        while (open.TryDequeue(out var at))
        {
            foreach (var reference in at.References)
            {
                if (reference == pipeline.Id || reference == pipeline.Name)
                    return Way(pipeline, at, cameFrom);
                if (nodes.TryGetValue(reference, out var next) && next.Id != pipeline.Id && cameFrom.TryAdd(next.Id, at))
                    open.Enqueue(next);
            }
        }

        return null;
    }

    private static List<string> Way(PipelineNode pipeline, PipelineNode last, Dictionary<string, PipelineNode> cameFrom)
    {
        List<string> way = [pipeline.Name];
        for (var at = last; at.Id != pipeline.Id; at = cameFrom[at.Id])
            way.Add(at.Name);
        way.Add(pipeline.Name);
        way.Reverse();
        return way;
    }
}
