using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>
/// A join of any size: both sides sorted by key, walked side by side, and the result put back into the order of the records at hand. What
/// does not fit into memory is on disk.
/// </summary>
internal sealed class SortedJoin(JoinType type, JoinMatch match, JoinShape shape, NamedInput input, ExchangeContext context) : ExchangeOperator
{
    private readonly ExternalSort left = new(context.Resources);
    private readonly ExternalSort right = new(context.Resources);
    private readonly ExternalSort joined = new(context.Resources);

    public override ExchangeLane OpenLane() => new Lane(new SortedKeys(left, shape.LeftKeys));

    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await SortInputAsync(cancellationToken).ConfigureAwait(false);
        await MergeAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var batch in joined.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return new TransformResult(batch, []);
    }

    public override async ValueTask DisposeAsync()
    {
        await left.DisposeAsync().ConfigureAwait(false);
        await right.DisposeAsync().ConfigureAwait(false);
        await joined.DisposeAsync().ConfigureAwait(false);
    }

    private async Task SortInputAsync(CancellationToken cancellationToken)
    {
        var (keys, scratch, position) = (new SortedKeys(right, shape.RightKeys), new Scratch(), 0L);
        await foreach (var batch in context.Resources.Inputs.ReadAsync(input.Name, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                int[] rows = [.. Enumerable.Range(0, batch.Count).Select(batch.RowAt)];
                await keys.AddAsync(batch, rows, position, scratch, cancellationToken).ConfigureAwait(false);
                position += rows.Length;
            }
        }

        keys.Complete();
    }

    private async Task MergeAsync(CancellationToken cancellationToken)
    {
        await using var own = new SortedCursor(left.ReadWithKeysAsync(cancellationToken), cancellationToken);
        await using var other = new SortedCursor(right.ReadWithKeysAsync(cancellationToken), cancellationToken);
        await own.MoveAsync().ConfigureAwait(false);
        await other.MoveAsync().ConfigureAwait(false);
        var rows = new JoinedRows(shape, shape.WithKeys(context.Schemas.Schema ?? Schema.Empty, input.Schema), input.Schema, joined);
        while (own.HasRecord || other.HasRecord)
        {
            var order = Compare(own, other);
            if (order < 0)
            {
                await TakeAsync(rows, own, [], cancellationToken).ConfigureAwait(false);
            }
            else if (order > 0)
            {
                await TakeUnmatchedAsync(rows, other, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await TakeMatchesAsync(rows, own, other, cancellationToken).ConfigureAwait(false);
            }
        }

        await rows.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Which side's record comes first; zero when they match.</summary>
    private static int Compare(SortedCursor own, SortedCursor other)
    {
        if (!own.HasRecord || !other.HasRecord)
            return own.HasRecord ? -1 : 1;
        var order = own.Key.SequenceCompareTo(other.Key);
        return order == 0 && own.MatchesNothing ? -1 : order;
    }

    private async Task TakeMatchesAsync(JoinedRows rows, SortedCursor own, SortedCursor other, CancellationToken cancellationToken)
    {
        var key = other.Key.ToArray();
        // Whether there is a match is all that a semi or anti join asks.
        var onlyFirst = match == JoinMatch.First || type is JoinType.Semi or JoinType.Anti;
        var matches = new List<MatchedRow>();
        try
        {
            for (; other.HasRecord && other.Key.SequenceEqual(key); await other.MoveAsync().ConfigureAwait(false))
            {
                if (matches.Count == 0 || !onlyFirst)
                    matches.Add(new MatchedRow(other.Batch.Share(), other.Row, other.SequenceNumber));
            }

            while (own.HasRecord && own.Key.SequenceEqual(key))
                await TakeAsync(rows, own, matches, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var row in matches)
                row.Dispose();
        }
    }

    private async Task TakeAsync(JoinedRows rows, SortedCursor own, List<MatchedRow> matches, CancellationToken cancellationToken)
    {
        var isKept = type switch
        {
            JoinType.Left or JoinType.Full => true,
            JoinType.Anti => matches.Count == 0,
            _ => matches.Count > 0,
        };
        if (!isKept)
            context.Books.Filtered++;
        else if (matches.Count == 0 || type is JoinType.Semi)
            await rows.AppendAsync(own, null, cancellationToken).ConfigureAwait(false);
        else
        {
            foreach (var row in matches)
                await rows.AppendAsync(own, row, cancellationToken).ConfigureAwait(false);
            context.Books.Added += matches.Count - 1;
        }

        await own.MoveAsync().ConfigureAwait(false);
    }

    private async Task TakeUnmatchedAsync(JoinedRows rows, SortedCursor other, CancellationToken cancellationToken)
    {
        if (shape.KeepsUnmatched)
        {
            using var row = new MatchedRow(other.Batch.Share(), other.Row, other.SequenceNumber);
            await rows.AppendUnmatchedAsync(row, cancellationToken).ConfigureAwait(false);
            context.Books.Added++;
        }

        await other.MoveAsync().ConfigureAwait(false);
    }

    private sealed class Lane(SortedKeys keys) : ExchangeLane
    {
        public override ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken) =>
            keys.AddAsync(batch, scope.Rows.ToArray(), first, scope.Scratch, cancellationToken);

        public override ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            keys.Complete();
            return ValueTask.CompletedTask;
        }
    }
}
