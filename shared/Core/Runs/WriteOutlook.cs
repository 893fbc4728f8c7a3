namespace DataAggregator.Core.Runs;

/// <summary>What a dry run says would become of a destination.</summary>
/// <param name="Destination">The destination and its plan.</param>
/// <param name="Delivered">Records that would be delivered.</param>
/// <param name="Inserted">Records that would be added as new ones; null where only writing can tell.</param>
/// <param name="Removed">Records that would be removed; null where that is not known.</param>
public sealed record WriteOutlook(DestinationPlan Destination, long Delivered, long? Inserted, long? Removed)
{
    /// <summary>The outlook for a destination of a dry run, from its books so far.</summary>
    public static WriteOutlook Of(Run run, DestinationPlan destination)
    {
        var delivered = run.Steps.Count > 0 ? run.Steps[^1].Out : 0;
        var plan = destination.Plan;
        return new WriteOutlook(destination, delivered, plan.AddsAll ? delivered : null, plan.Replaces && plan.Exists ? plan.ExistingRecords : 0);
    }
}
