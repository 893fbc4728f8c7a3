using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>What one stage gives to the next; records that it rejects go to the run's.</summary>
internal sealed class StageOutput(GatheringStage stage, int partition, RejectedRecordsHandler rejected)
{
    public async IAsyncEnumerable<RecordBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var calls = 0;
        await foreach (var result in stage.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (result.Rejected.Count > 0)
                await rejected(partition, calls++, result.Rejected, cancellationToken).ConfigureAwait(false);
            yield return result.Batch;
        }
    }
}
