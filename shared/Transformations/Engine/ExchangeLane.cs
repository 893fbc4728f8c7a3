using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>Takes the records of one worker: whole partitions, one after the other, each in its order. Not for several threads at once.</summary>
internal abstract class ExchangeLane
{
    /// <summary>
    /// Takes the records of <see cref="StepScope.Rows"/>. The caller keeps, and disposes, the batch; its schema may differ from that of the batch before.
    /// Records of no use are told off through <paramref name="scope"/>.
    /// </summary>
    /// <param name="batch">The records.</param>
    /// <param name="first">The <see cref="Sequence"/> of the first of those rows; the others follow, one each.</param>
    /// <param name="scope">The step's view of the batch.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public abstract ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken);

    /// <summary>Hands over what is held; no record follows.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);
}
