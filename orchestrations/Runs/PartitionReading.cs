using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Reads whole partitions for the steps that need the whole run: from sealed segments where there are, else from the source, through the
/// steps before, with the books saved segment by segment as if they had been sealed.
/// </summary>
internal sealed class PartitionReading(PreparedRun run, RunPlan plan, IRunStore runs, ISegmentStore segments, Func<CancellationToken, Task> checkStopLoss)
{
    private long? left = run.Run.Limit;

    public IAsyncEnumerable<RecordBatch> ReadAsync(int partition, CancellationToken cancellationToken) =>
        plan.Staged ? ReadSealedAsync(partition, cancellationToken) : ReadSourceAsync(partition, cancellationToken);

    private async IAsyncEnumerable<RecordBatch> ReadSealedAsync(int partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SegmentState? state;
        var ordinal = 0;
        do
        {
            var id = new SegmentId(run.Run.Id, partition, ordinal++);
            state = await runs.FindSegmentAsync(id, cancellationToken) ?? throw new InvalidOperationException($"The ledger lost segment {id}.");
            await using var stream = await segments.OpenAsync(id, cancellationToken);
            await foreach (var batch in SealedBatches.ReadAsync(stream, run.Watch, cancellationToken))
                yield return batch;
        }
        while (state.Position is not null);
    }

    private async IAsyncEnumerable<RecordBatch> ReadSourceAsync(int partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SegmentState? state = null;
        var ordinal = 0;
        do
        {
            var flow = new SegmentFlow(run, plan, new SegmentId(run.Run.Id, partition, ordinal++), state, left);
            await foreach (var batch in flow.ReadAsync(cancellationToken))
                yield return batch;
            left -= flow.Read;
            state = flow.ToState(null, flow.Steps);
            await runs.SaveSegmentAsync(state, flow.Rejected, run.Run.Epoch, cancellationToken);
            if (flow.Rejected.Count > 0)
                await checkStopLoss(cancellationToken);
        }
        while (state.Position is not null);
    }
}
