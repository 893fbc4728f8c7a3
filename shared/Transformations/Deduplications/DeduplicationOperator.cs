using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>Carries out a deduplication: sorts by key, takes what stays of each, and puts what is left back into the order of the source.</summary>
internal sealed class DeduplicationOperator(DeduplicationPlan plan, ExchangeContext context) : ExchangeOperator
{
    private readonly ExternalSort byKey = new(context.Resources, hashed: plan.KeyFields.Count);
    private readonly ExternalSort inOrder = new(context.Resources);
    private readonly List<DeduplicationLane> lanes = [];

    /// <inheritdoc/>
    public override ExchangeLane OpenLane()
    {
        var sorted = byKey.OpenLane(plan.Orders);
        var lane = new DeduplicationLane(plan, sorted, inOrder.OpenLane(), new Reservation(context.Resources.Memory));
        lanes.Add(lane);
        return lane;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var lane in lanes)
            lane.Dispose();
        await TakeSurvivorsAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var batch in inOrder.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return new TransformResult(batch, []);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            lane.Dispose();
        await byKey.DisposeAsync().ConfigureAwait(false);
        await inOrder.DisposeAsync().ConfigureAwait(false);
    }

    private async Task TakeSurvivorsAsync(CancellationToken cancellationToken)
    {
        var (sorted, scratch, survivors) = (inOrder.OpenLane(), new Scratch(), new Survivors(plan, context.Books));
        await foreach (var keyed in byKey.ReadWithKeysAsync(cancellationToken).ConfigureAwait(false))
        {
            using (keyed)
            {
                using var batch = keyed.RemoveAt(keyed.Columns.Length - 1);
                var (rows, sequences) = survivors.Choose(batch, (BytesColumn)keyed.Columns[^1]);
                await sorted.AddAsync(batch, [], rows, sequences, scratch, cancellationToken).ConfigureAwait(false);
            }
        }

        sorted.Complete();
    }
}
