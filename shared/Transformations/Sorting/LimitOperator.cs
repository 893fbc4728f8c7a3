using System.Runtime.CompilerServices;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Sorting;

/// <summary>Carries out a limit: the records that may be among those wanted, in their order, and of these the ones that are.</summary>
internal sealed class LimitOperator(long offset, long count, ExchangeContext context) : ExchangeOperator
{
    private readonly ExternalSort sort = new(context.Resources);

    /// <inheritdoc/>
    public override ExchangeLane OpenLane() => new LimitLane(offset + count, sort.OpenLane());

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = 0L;
        await foreach (var batch in sort.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                var first = (int)Math.Clamp(offset - before, 0, batch.RowCount);
                var end = (int)Math.Clamp(offset + count - before, 0, batch.RowCount);
                before += batch.RowCount;
                context.Books.Filtered += batch.RowCount - (end - first);
                if (end > first)
                    yield return new TransformResult(batch.Select([.. Enumerable.Range(first, end - first)]), []);
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => sort.DisposeAsync();
}
