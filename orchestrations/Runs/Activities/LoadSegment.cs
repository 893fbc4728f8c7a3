using System.Runtime.CompilerServices;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Quality;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Delivers a sealed segment to every destination of the run.</summary>
public sealed class LoadSegment(RunPreparation preparation, SegmentDelivery delivery, QualityGate quality, DryRuns dryRuns, IRunStore runs, ISegmentStore segments)
{
    // Above the number of any segment: a partition of ten million would be some 80 TB.
    private const int RefusedFrom = 10_000_000;

    /// <summary>Delivers the segment.</summary>
    [Function(nameof(LoadSegment))]
    public Task<Outcome<bool>> RunAsync([ActivityTrigger] SegmentInput input, CancellationToken cancellationToken) =>
        preparation.WorkAsync("destination", input.RunId, async prepared =>
        {
            var plan = await runs.FindPlanAsync(input.RunId, cancellationToken) ?? throw new InvalidOperationException($"The run {input.RunId} has no plan.");
            if (prepared.Run.DryRun)
            {
                var watch = quality.Watch(prepared, input.Id);
                await using var stream = await segments.OpenAsync(input.Id, cancellationToken);
                await dryRuns.TakeAsync(input.Id, watch.Over(SegmentReader.ReadAsync(stream, cancellationToken), cancellationToken), cancellationToken);
                await watch.SaveAsync(cancellationToken);
                return true;
            }

            foreach (var destination in prepared.Destinations)
                await ActivityBoundary.InStepAsync(destination.Step, () => DeliverAsync(prepared, plan, destination, input.Id, cancellationToken));
            FaultPoint.Reach("segment_delivered");
            await delivery.CheckStopLossAsync(prepared, cancellationToken);
            return true;
        }, cancellationToken);

    private async Task<SegmentResult> DeliverAsync(PreparedRun prepared, RunPlan plan, PreparedDestination destination, SegmentId id, CancellationToken cancellationToken)
    {
        await using var stream = await segments.OpenAsync(id, cancellationToken);
        var delivered = 0L;
        // Every destination gets the same records: they are looked at on their way to the first.
        var watch = destination.Index == 0 ? quality.Watch(prepared, id) : null;
        var batches = ReadAsync(stream, count => delivered += count, id.RunId, cancellationToken);
        var write = new SegmentWrite
        {
            Id = id,
            Target = prepared.Target(plan, destination.Index),
            Batches = watch?.Over(batches, cancellationToken) ?? batches,
            BeforeCommit = async (refused, token) =>
            {
                await delivery.ThrowIfCancelledAsync(id.RunId, token);
                if (watch is not null)
                    await watch.SaveAsync(token);
                await SaveBooksAsync(destination, id, delivered, refused, token);
                FaultPoint.Reach("load_books_saved");
            },
        };
        return await destination.Connector.WriteAsync(destination.Config, write, cancellationToken);
    }

    private async Task SaveBooksAsync(PreparedDestination destination, SegmentId id, long delivered, IReadOnlyList<RejectedRecord> refused, CancellationToken cancellationToken)
    {
        var state = await runs.FindSegmentAsync(id, cancellationToken) ?? throw new InvalidOperationException($"The ledger lost segment {id}.");
        var books = SegmentDelivery.Books(destination, delivered, refused.Count);
        var steps = state.Steps.Where(step => step.Name != destination.Step);
        var written = destination.Index == 0 ? books.Out : state.Written;
        await runs.SaveSegmentAsync(state with { Written = written, Steps = [.. steps, books] }, null, cancellationToken);
        // Beside those that the steps rejected, so that a repeated delivery replaces the records that this destination refused, and no others.
        var own = new SegmentId(id.RunId, id.Partition, ((destination.Index + 1) * RefusedFrom) + id.Ordinal);
        if (refused.Count > 0 || await runs.FindSegmentAsync(own, cancellationToken) is not null)
            await runs.SaveSegmentAsync(new SegmentState(own, 0, 0, null, [], null, 0), refused, cancellationToken);
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync(Stream stream, Action<int> count, string runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in SegmentReader.ReadAsync(stream, cancellationToken))
        {
            await delivery.ThrowIfCancelledAsync(runId, cancellationToken);
            count(batch.Count);
            yield return batch;
        }
    }
}
