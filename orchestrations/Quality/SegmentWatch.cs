using System.Runtime.CompilerServices;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;

namespace DataAggregator.Orchestrations.Quality;

/// <summary>Looks at the records of one segment on their way to the destinations, and saves what it saw beside the segment's books. A repeated delivery replaces it.</summary>
internal sealed class SegmentWatch(PipelineDefinition definition, SegmentId id, IProfileStore profiles, ISegmentStore segments)
{
    private readonly RecordProfiler profiler = new(definition.Profile);
    private readonly RecordChecks checks = new(definition.Validation.Expectations);

    /// <summary>Whether anything is looked at.</summary>
    public bool IsOn => definition.Profile != ProfileMode.Off;

    /// <summary>The batches, each looked at before it goes on.</summary>
    public IAsyncEnumerable<RecordBatch> Over(IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken) => IsOn ? PassAsync(batches, cancellationToken) : batches;

    /// <summary>Saves what was seen; called before the destination commits.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (!IsOn)
            return;
        if (checks.Keys.Count > 0)
            await UniqueKeys.SealAsync(segments, id, checks.Keys, cancellationToken);
        await profiles.SaveSegmentAsync(new SegmentProfile(id, profiler.ToBytes(), checks.Counts), cancellationToken);
    }

    private async IAsyncEnumerable<RecordBatch> PassAsync(IAsyncEnumerable<RecordBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            profiler.Add(batch);
            checks.Add(batch);
            yield return batch;
        }
    }
}
