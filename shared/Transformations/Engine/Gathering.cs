using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>Whole-run steps and the row steps behind each, one stage after the other.</summary>
internal sealed class Gathering(IReadOnlyList<GatheringStage> stages) : IGathering
{
    public IReadOnlyList<StepCounts> Counts => [.. stages.SelectMany(stage => stage.Counts)];

    public async IAsyncEnumerable<TransformResult> RunAsync(
        IReadOnlyList<IAsyncEnumerable<RecordBatch>> partitions, RejectedRecordsHandler rejected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await stages[0].TakeAsync(partitions, 0, rejected, cancellationToken).ConfigureAwait(false);
        for (var i = 1; i < stages.Count; i++)
        {
            var before = new StageOutput(stages[i - 1], partitions.Count + (2 * i) - 2, rejected);
            await stages[i].TakeAsync([before.ReadAsync(cancellationToken)], partitions.Count + (2 * i) - 1, rejected, cancellationToken).ConfigureAwait(false);
        }

        await foreach (var result in stages[^1].ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return result;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stage in stages)
            await stage.DisposeAsync().ConfigureAwait(false);
    }
}
