using DataAggregator.Core.Connectors;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Whether every record of a run is accounted for.</summary>
internal static class RunBalance
{
    /// <summary>What is wrong with the books of a run, the destinations' last; null when they balance.</summary>
    public static RunFailure? Imbalance(IReadOnlyList<StepCounts> steps, bool dryRun)
    {
        var produced = 0L;
        foreach (var step in steps.Where(step => !IsDestination(step)))
        {
            if (!step.Balances || step.In != produced)
                return Unaccounted(step.Name);
            produced = step.Out;
        }

        // Every destination has to have got all that the last step gave.
        var destinations = steps.Where(IsDestination).ToLookup(step => step.Name, StringComparer.Ordinal);
        foreach (var destination in destinations)
        {
            if (destination.Any(step => !step.Balances) || destination.Sum(step => step.In) != produced)
                return Unaccounted(destination.Key);
        }

        return produced > 0 && destinations.Count == 0 && !dryRun ? Unaccounted("destination") : null;
    }

    private static bool IsDestination(StepCounts step) => StepCounts.IsDestination(step.Name);

    private static RunFailure Unaccounted(string step) => new(
        ErrorClass.Internal, "books_do_not_balance", $"Step '{step}' has records that are unaccounted for.", step, "This is a fault of the platform: report it with the run's id.");
}
