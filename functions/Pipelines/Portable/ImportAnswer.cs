namespace DataAggregator.Functions.Pipelines.Portable;

/// <summary>What became of an import.</summary>
/// <param name="DryRun">Whether nothing was saved.</param>
/// <param name="Created">How many are new.</param>
/// <param name="Updated">How many have a new version.</param>
/// <param name="Unchanged">How many were so already.</param>
/// <param name="Failed">How many were not taken.</param>
/// <param name="Items">Each of them, in the order they were sent.</param>
public sealed record ImportAnswer(bool DryRun, int Created, int Updated, int Unchanged, int Failed, IReadOnlyList<ImportedPipeline> Items)
{
    /// <summary>The answer for these.</summary>
    internal static ImportAnswer Of(bool dryRun, IReadOnlyList<ImportedPipeline> items) =>
        new(dryRun, Count(items, ImportOutcome.Created), Count(items, ImportOutcome.Updated), Count(items, ImportOutcome.Unchanged), Count(items, ImportOutcome.Failed), items);

    private static int Count(IReadOnlyList<ImportedPipeline> items, ImportOutcome outcome) => items.Count(item => item.Outcome == outcome);
}
