using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;

namespace DataAggregator.Functions.Runs;

/// <summary>A destination of a run.</summary>
/// <param name="Name">Its name in the books: <c>destination</c>, or <c>destinations[1]</c> among several.</param>
/// <param name="DeliveryGuarantee">What it promises with the rights that it has: <c>exactly_once</c> or <c>at_least_once</c>.</param>
public sealed record RunDestinationAnswer(string Name, DeliveryGuarantee DeliveryGuarantee)
{
    /// <summary>The destinations of a plan; null without one, or where an earlier version made it.</summary>
    internal static IReadOnlyList<RunDestinationAnswer>? Of(RunPlan? plan) => plan is { Guarantees: { Count: > 0 } guarantees }
        ? [.. guarantees.Select((guarantee, index) => new RunDestinationAnswer(guarantees.Count == 1 ? "destination" : $"destinations[{index}]", guarantee))]
        : null;
}
