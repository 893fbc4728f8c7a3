using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.Uniqueness;

/// <summary>Carries out a validation for unique values: finds which records repeat one, field by field, and then checks all in the order of the source.</summary>
internal sealed class UniqueOperator(FieldChecks checks, Unique unique, ExchangeContext context) : ExchangeOperator
{
    private readonly IReadOnlyList<UniqueKey> keys = [.. checks.Fields.Select(named => new UniqueKey([named.Field, .. unique.With], context.Resources))];
    private readonly ExternalSort inOrder = new(context.Resources);
    private readonly Scratch scratch = new();
    private readonly RowNumbers numbers = new();

    /// <inheritdoc/>
    public override ExchangeLane OpenLane() => new UniqueLane([.. keys.Select(key => key.OpenLane())], inOrder.OpenLane());

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in keys)
            await key.FindAsync(cancellationToken).ConfigureAwait(false);
        var repeated = new Bitmap?[keys.Count];
        await foreach (var keyed in inOrder.ReadWithKeysAsync(cancellationToken).ConfigureAwait(false))
        {
            using (keyed)
            {
                for (var i = 0; i < repeated.Length; i++)
                    repeated[i] = await keys[i].TakeAsync((BytesColumn)keyed.Columns[^1]).ConfigureAwait(false);
                yield return Check(keyed, repeated);
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var key in keys)
            await key.DisposeAsync().ConfigureAwait(false);
        await inOrder.DisposeAsync().ConfigureAwait(false);
    }

    private TransformResult Check(RecordBatch keyed, Bitmap?[] repeated)
    {
        using var placed = keyed.RemoveAt(keyed.Columns.Length - 1);
        using var batch = RecordPlaces.Remove(placed, RecordState.Made, out var origins);
        // Books of its own, because the engine counts what comes in and goes out of the step, and what it rejects.
        var (books, rejected) = (new StepBooks(context.Step, "", ""), new List<RejectedRecord>());
        var scope = new StepScope(books, context.Resources.Context, origins, batch.RowCount, scratch, numbers.Of(batch), batch.Count);
        using var left = scope.Close(Check(batch, repeated, scope), rejected, out _);
        var result = RecordPlaces.Insert(left, origins);
        context.Books.Filtered += books.Filtered;
        context.Books.Warned += books.Warned;
        return new TransformResult(result, rejected);
    }

    private RecordBatch Check(RecordBatch batch, Bitmap?[] repeated, StepScope scope)
    {
        var current = batch.Share();
        for (var i = 0; i < repeated.Length; i++)
        {
            unique.Repeated = repeated[i];
            var next = checks.Apply(current, checks.Fields[i].Field, scope);
            current.Dispose();
            current = next;
        }

        return current;
    }
}
