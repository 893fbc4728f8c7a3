using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Samples;

/// <summary>Takes so many records, those with the least hashes, and gives them in the order of the source.</summary>
internal sealed class SampleOperator(int size, Func<RecordHash> newHash, ExchangeContext context) : ExchangeOperator
{
    private readonly ExternalSort byHash = new(context.Resources);
    private readonly ExternalSort inOrder = new(context.Resources);

    /// <inheritdoc/>
    public override ExchangeLane OpenLane() => new SampleLane(size, newHash(), byHash.OpenLane(default(KeyOrder)));

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (sorted, scratch, left) = (inOrder.OpenLane(), new Scratch(), size);
        await foreach (var keyed in byHash.ReadWithKeysAsync(cancellationToken).ConfigureAwait(false))
        {
            using (keyed)
            {
                using var batch = keyed.RemoveAt(keyed.Columns.Length - 1);
                var keys = (BytesColumn)keyed.Columns[^1];
                var rows = Enumerable.Range(0, Math.Min(left, keyed.RowCount)).ToArray();
                left -= rows.Length;
                context.Books.Filtered += keyed.RowCount - rows.Length;
                await sorted.AddAsync(batch, [], rows, rows.Select(row => EncodedKeys.SequenceOf(keys[row])).ToArray(), scratch, cancellationToken).ConfigureAwait(false);
            }
        }

        sorted.Complete();
        await foreach (var batch in inOrder.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return new TransformResult(batch, []);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await byHash.DisposeAsync().ConfigureAwait(false);
        await inOrder.DisposeAsync().ConfigureAwait(false);
    }
}
