using System.Runtime.CompilerServices;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Sorting;

/// <summary>Carries out a sort.</summary>
internal sealed class SortOperator(IReadOnlyList<FieldPath> fields, KeyOrder[] orders, ExchangeContext context) : ExchangeOperator
{
    private readonly ExternalSort sort = new(context.Resources);

    /// <inheritdoc/>
    public override ExchangeLane OpenLane()
    {
        var sorted = sort.OpenLane(orders);
        return new SortLane(new FieldSorter(fields, sorted), sorted);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in sort.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return new TransformResult(batch, []);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => sort.DisposeAsync();
}
