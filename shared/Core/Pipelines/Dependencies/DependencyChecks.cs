using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines.Triggers;

namespace DataAggregator.Core.Pipelines.Dependencies;

/// <summary>The pipelines that a definition names have to be there, and none may start itself in a circle.</summary>
internal static class DependencyChecks
{
    public static async Task CheckAsync(PipelineDefinition definition, IDependencyStore store, PlannedPipelines? planned, Problems problems, CancellationToken cancellationToken)
    {
        var references = References(definition).ToList();
        if (references.Count == 0)
            return;
        var saved = await store.ListAsync(cancellationToken);
        saved = planned?.Over(saved) ?? saved;
        var own = new PipelineNode(saved.FirstOrDefault(node => node.Name == definition.Name)?.Id ?? definition.Name, definition.Name, [.. references.Select(reference => reference.Pipeline)]);
        var graph = new DependencyGraph([.. saved, own]);
        foreach (var (pipeline, path) in references)
        {
            if (!graph.Knows(pipeline))
                problems.Add(path, $"there is no pipeline '{pipeline}'.{Nearest.Hint(pipeline, graph.Names)}");
            else if (graph.CycleThrough(own with { References = [pipeline] }) is { } cycle)
                problems.Add(path, Circle(cycle));
        }
    }

    /// <summary>What is wrong about such a way.</summary>
    public static string Circle(IReadOnlyList<string> cycle) => $"would have pipelines start each other for ever: {string.Join(" -> ", cycle.Select(name => $"'{name}'"))} (each depends on the next).";

    private static IEnumerable<(string Pipeline, string Path)> References(PipelineDefinition definition)
    {
        for (var i = 0; i < definition.DependsOn.Count; i++)
            yield return (definition.DependsOn[i].Pipeline, $"$.depends_on[{i}]");
        for (var i = 0; i < definition.Triggers.Count; i++)
        {
            if (definition.Triggers[i] is PipelineTrigger { Pipeline: var other })
                yield return (other, $"$.triggers[{i}].pipeline");
            else if (definition.Triggers[i] is EventTrigger { Pipeline: { } told })
                yield return (told, $"$.triggers[{i}].pipeline");
        }
    }
}
