using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Seals what comes out of the steps that need the whole run, in segments of one number of records each. The last one's entry in the ledger has the books of those steps.</summary>
internal sealed class GatheredSegments(
    RunGeneration generation, int recordsASegment, IGathering gathering, IReadOnlyList<StepCounts> stepsBefore, IRunStore runs, ISegmentStore segments, Func<CancellationToken, Task> checkStopLoss)
{
    private const string More = "more";

    private RecordBatch? rest;
    private bool ended;

    /// <summary>The number of segments when everything was sealed before; else null.</summary>
    public async Task<int?> CountSealedAsync(CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            var id = new SegmentId(generation.RunId, RunPartitions.Gathered, number);
            if (await runs.FindSegmentAsync(id, cancellationToken) is not { } state || !await segments.ExistsAsync(id, cancellationToken))
                return null;
            if (state.Position is null)
                return number + 1;
        }
    }

    /// <summary>Seals everything; the number of segments, at least one.</summary>
    public async Task<int> SealAsync(IAsyncEnumerable<TransformResult> results, CancellationToken cancellationToken)
    {
        await using var source = results.GetAsyncEnumerator(cancellationToken);
        try
        {
            var number = 0;
            while (true)
            {
                var id = new SegmentId(generation.RunId, RunPartitions.Gathered, number);
                if (await segments.ExistsAsync(id, cancellationToken))
                    await TakeAsync(source, (_, _) => ValueTask.CompletedTask, [], cancellationToken);
                else if (!await SealAsync(source, id, cancellationToken))
                    continue;
                number++;
                if (ended)
                    return number;
            }
        }
        finally
        {
            rest?.Dispose();
        }
    }

    /// <summary>False when another activity sealed the segment before this one had begun to write it.</summary>
    private async Task<bool> SealAsync(IAsyncEnumerator<TransformResult> source, SegmentId id, CancellationToken cancellationToken)
    {
        var isTaken = false;
        await segments.SealAsync(
            id,
            async (stream, token) =>
            {
                isTaken = true;
                var (writer, rejected) = (new SegmentWriter(stream), new List<RejectedRecord>());
                await TakeAsync(source, writer.WriteAsync, rejected, token);
                var steps = gathering.Counts.Select(step => ended ? step : new StepCounts { Name = step.Name, Type = step.Type });
                await runs.SaveSegmentAsync(new SegmentState(id, 0, 0, null, [.. stepsBefore, .. steps], ended ? null : More, 0), rejected, generation.Epoch, token);
                if (rejected.Count > 0)
                    await checkStopLoss(token);
                await writer.CompleteAsync(null, null, token);
            },
            cancellationToken);
        return isTaken;
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
