using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Seals what comes out of the steps that need the whole run, in segments of one number of records each. The last one's entry in the ledger has the books of those steps.</summary>
internal sealed class GatheredSegments(
    GatheringAttempt attempt, GatheringRejects rejects, int recordsASegment, IGathering gathering, IReadOnlyList<StepCounts> stepsBefore, ISegmentStore segments, Func<CancellationToken, Task> checkStopLoss)
{
    private const string More = "more";

    // Results are made ahead of those that are sealed: what is counted of them holds when all are made.
    private readonly IReadOnlyList<StepCounts> uncounted = [.. gathering.Counts.Select(step => new StepCounts { Name = step.Name, Type = step.Type })];

    private RecordBatch? rest;
    private bool ended;

    /// <summary>Seals everything; at least one segment.</summary>
    public async Task<GatheredOutline> SealAsync(IAsyncEnumerable<TransformResult> results, CancellationToken cancellationToken)
    {
        await using var source = results.GetAsyncEnumerator(cancellationToken);
        try
        {
            var number = 0;
            while (!ended)
                await SealAsync(source, attempt.Result(number++), cancellationToken);
            return new GatheredOutline(attempt.Partition, number);
        }
        finally
        {
            rest?.Dispose();
        }
    }

    private async Task SealAsync(IAsyncEnumerator<TransformResult> source, SegmentId id, CancellationToken cancellationToken)
    {
        var rejected = new List<RejectedRecord>();
        await segments.SealAsync(
            id,
            async (stream, token) =>
            {
                var writer = new SegmentWriter(stream, segments.Compression);
                await TakeAsync(source, writer.WriteAsync, rejected, token);
                var steps = ended ? gathering.Counts : uncounted;
                var state = new SegmentState(id, 0, 0, null, [.. stepsBefore, .. steps], ended ? null : More, 0);
                await (ended ? rejects.CompleteAsync(state, rejected, token) : rejects.SaveAsync(state, rejected, token));
                await writer.CompleteAsync(null, null, token);
            },
            cancellationToken);
        FaultPoint.Reach("gathered_sealed");
        if (rejected.Count > 0)
            await checkStopLoss(cancellationToken);
    }

    private async Task TakeAsync(
        IAsyncEnumerator<TransformResult> source, Func<RecordBatch, CancellationToken, ValueTask> write, List<RejectedRecord> rejected, CancellationToken cancellationToken)
    {
        for (var room = recordsASegment; room > 0;)
        {
            if (rest is null)
            {
                if (!await source.MoveNextAsync())
                {
                    ended = true;
                    return;
                }

                rest = source.Current.Batch;
                rejected.AddRange(source.Current.Rejected);
            }

            using var piece = rest;
            var count = Math.Min(room, piece.Count);
            using var head = count == piece.Count ? piece.Share() : Rows(piece, 0, count);
            rest = count == piece.Count ? null : Rows(piece, count, piece.Count - count);
            room -= count;
            await write(head, cancellationToken);
        }
    }

    private static RecordBatch Rows(RecordBatch batch, int first, int count) => batch.Select([.. Enumerable.Range(first, count).Select(batch.RowAt)]);
}
