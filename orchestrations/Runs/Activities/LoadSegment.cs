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
    // Above the number of any segment: a partition of ten million would be some 80 TB. It stays an int for as many destinations as a pipeline may have.
    private const int RefusedFrom = 10_000_000;

    // Segments are read by one processor while another writes into the destination.
    private const int BatchesAhead = 2;

    /// <summary>Delivers the segment.</summary>
    [Function(nameof(LoadSegment))]
    public Task<Outcome<bool>> RunAsync([ActivityTrigger] SegmentInput input, CancellationToken cancellationToken) =>
        preparation.WorkAsync("destination", input.Generation, async (prepared, token) =>
        {
            var plan = await runs.FindPlanAsync(input.Id.RunId, token) ?? throw new InvalidOperationException($"The run {input.Id.RunId} has no plan.");
            if (await runs.FindSegmentAsync(input.Id, token) is { Delivered: true })
                return true;
            if (prepared.Run.DryRun)
            {
                var watch = quality.Watch(prepared, input.Id);
                await using var stream = await segments.OpenAsync(input.Id, token);
                await dryRuns.TakeAsync(input.Id, watch.Over(SegmentReader.ReadAsync(stream, token), token), token);
                await watch.SaveAsync(token);
            }

            foreach (var destination in prepared.Destinations.Where(_ => !prepared.Run.DryRun))
            {
                var result = await ActivityBoundary.InStepAsync(destination.Step, () => DeliverAsync(prepared, plan, destination, input.Id, token));
                prepared.Log?.Debug(
                    "segment_delivered", destination.Step, input.Id.Partition, "Segment {segment} of partition {partition}: {records} delivered{again}",
                    ("segment", input.Id.Ordinal), ("partition", input.Id.Partition), ("records", result.Records), ("again", result.AlreadyWritten ? ", before" : ""));
            }

            FaultPoint.Reach("segment_delivered");
            await runs.AcknowledgeAsync(input.Id, token);
            await delivery.CheckStopLossAsync(prepared, token);
            return true;
        }, cancellationToken, input.IsInFlight);

    private async Task<SegmentResult> DeliverAsync(PreparedRun prepared, RunPlan plan, PreparedDestination destination, SegmentId id, CancellationToken cancellationToken)
    {
        await using var stream = await segments.OpenAsync(id, cancellationToken);
        var delivered = 0L;
        // Every destination gets the same records: they are looked at on their way to the first.
        var watch = destination.Index == 0 ? quality.Watch(prepared, id) : null;
        await using var sealedBatches = new Prefetch<RecordBatch>(token => SealedBatches.ReadAsync(stream, prepared.Watch, token), static batch => batch.Dispose(), BatchesAhead, cancellationToken);
        var batches = CountAsync(prepared, sealedBatches, count => delivered += count, cancellationToken);
        var write = new SegmentWrite
        {
            Id = id,
            Target = prepared.Target(plan, destination.Index),
            Batches = watch?.Over(batches, cancellationToken) ?? batches,
            BeforeCommit = async (refused, token) =>
            {
                await prepared.Watch.CheckAsync(token);
                if (watch is not null)
                    await watch.SaveAsync(token);
                await SaveBooksAsync(prepared.Run, destination, id, delivered, RefusedRecords.AsDelivered(refused, prepared.Definition.Transformations, destination.Step), token);
                FaultPoint.Reach("load_books_saved");
            },
        };
        return await destination.Connector.WriteAsync(destination.Config, write, cancellationToken);
    }

    private async Task SaveBooksAsync(Run run, PreparedDestination destination, SegmentId id, long delivered, IReadOnlyList<RejectedRecord> refused, CancellationToken cancellationToken)
    {
        var state = await runs.FindSegmentAsync(id, cancellationToken) ?? throw new InvalidOperationException($"The ledger lost segment {id}.");
        var books = SegmentDelivery.Books(destination, delivered, refused.Count);
        var steps = state.Steps.Where(step => step.Name != destination.Step);
        var written = destination.Index == 0 ? books.Out : state.Written;
        await runs.SaveSegmentAsync(state with { Written = written, Steps = [.. steps, books] }, null, run.Epoch, cancellationToken);
        // Beside those that the steps rejected, so that a repeated delivery replaces the records that this destination refused, and no others.
        var own = new SegmentId(id.RunId, id.Partition, ((destination.Index + 1) * RefusedFrom) + id.Ordinal);
        if (refused.Count > 0 || await runs.FindSegmentAsync(own, cancellationToken) is not null)
            await runs.SaveSegmentAsync(new SegmentState(own, 0, 0, null, [], null, 0), refused, run.Epoch, cancellationToken);
    }

    private static async IAsyncEnumerable<RecordBatch> CountAsync(
        PreparedRun prepared, Prefetch<RecordBatch> batches, Action<int> count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.ReadAsync(cancellationToken))
        {
            prepared.Watch.Count(batch.Count, 0);
            count(batch.Count);
            yield return batch;
        }
    }
}
