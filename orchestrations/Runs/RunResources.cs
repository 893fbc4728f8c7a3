using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>What the steps of a run share between its activities in this process, such as the table of a join: kept until the run ends.</summary>
/// <param name="runs">The run ledger.</param>
/// <param name="segments">Where the sources beside the stream at hand are sealed.</param>
/// <param name="spill">Where whole-run steps put what does not fit into memory.</param>
/// <param name="enrichment">Asks APIs about records.</param>
/// <param name="lookups">Asks sources for single records.</param>
/// <param name="limits">What bounds memory and workers.</param>
/// <param name="time">The wall clock.</param>
public sealed class RunResources(IRunStore runs, ISegmentStore segments, ISpillStore spill, IEnrichmentClient enrichment, RunLookups lookups, RunLimits limits, TimeProvider time)
{
    private const int MostRuns = 16;

    private readonly Lock mutex = new();
    private readonly OrderedDictionary<string, TransformationResources> kept = new(StringComparer.Ordinal);

    internal TransformationResources Of(Run run)
    {
        lock (mutex)
        {
            if (kept.TryGetValue(run.Id, out var known))
                return known;
            // A run that another host finished is not heard of again; one that is still at work only makes its tables anew.
            if (kept.Count == MostRuns)
                kept.RemoveAt(0);
            return kept[run.Id] = Make(run);
        }
    }

    internal async ValueTask ForgetAsync(string runId)
    {
        TransformationResources? resources;
        lock (mutex)
            kept.Remove(runId, out resources);
        if (resources is not null)
            await resources.DisposeAsync();
    }

    // A limited run counts as it goes, so its partitions are read one after the other.
    private TransformationResources Make(Run run) => new(
        new(run.Id, run.PipelineId, run.LogicalTime) { Clock = time }, new SealedInputs(run.Id, runs, segments), spill, new(limits.MemoryBudget), run.Limit is null ? limits.Workers : 1)
    {
        Enrichment = enrichment,
        Lookups = lookups.Of(run),
    };
}
