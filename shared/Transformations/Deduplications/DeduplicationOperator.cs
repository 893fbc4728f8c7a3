using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Sorting;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>Carries out a deduplication: sorts by key, takes the first of each, and puts what is left back into the order of the source.</summary>
internal sealed class DeduplicationOperator(DeduplicationPlan plan, ExchangeContext context) : ExchangeOperator
{
    private readonly ExternalSort byKey = new(context.Resources, hashed: plan.KeyFields.Count);
    private readonly ExternalSort inOrder = new(context.Resources);
    private readonly List<DeduplicationLane> lanes = [];

    /// <inheritdoc/>
    public override ExchangeLane OpenLane()
    {
        var sorted = byKey.OpenLane(plan.Orders);
        var lane = new DeduplicationLane(plan, new FieldSorter(plan.SortFields, sorted), sorted, inOrder.OpenLane(), new Reservation(context.Resources.Memory));
        lanes.Add(lane);
        return lane;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var lane in lanes)
            lane.Dispose();
        await TakeFirstsAsync(cancellationToken).ConfigureAwait(false);
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

    private async Task TakeFirstsAsync(CancellationToken cancellationToken)
    {
        var (sorted, scratch, last) = (inOrder.OpenLane(), new Scratch(), new KeyBuffer());
        await foreach (var keyed in byKey.ReadWithKeysAsync(cancellationToken).ConfigureAwait(false))
        {
            using (keyed)
            {
                using var batch = keyed.RemoveAt(keyed.Columns.Length - 1);
                var (rows, sequences) = Firsts((BytesColumn)keyed.Columns[^1], last);
                context.Books.Deduplicated += keyed.RowCount - rows.Count;
                await sorted.AddAsync(batch, [], rows.ToArray(), sequences.ToArray(), scratch, cancellationToken).ConfigureAwait(false);
            }
        }

        sorted.Complete();
    }

    private (List<int> Rows, List<long> Sequences) Firsts(BytesColumn keys, KeyBuffer last)
    {
        var (rows, sequences) = (new List<int>(keys.Length), new List<long>(keys.Length));
        for (var row = 0; row < keys.Length; row++)
        {
            var key = KeyReader.Fields(keys[row], sizeof(ulong), plan.KeyFields.Count);
            if (key.SequenceEqual(last.Written))
                continue;
            last.Clear();
            last.Write(key);
            var sequence = EncodedKeys.SequenceOf(keys[row]);
            rows.Add(row);
            sequences.Add(plan.Keep == KeepRule.Last ? ~sequence : sequence);
        }

        return (rows, sequences);
    }
}
