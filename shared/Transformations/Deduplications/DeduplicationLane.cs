using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>Takes the records of one worker; where the first of a key stays, those that are seen again go at once.</summary>
internal sealed class DeduplicationLane(DeduplicationPlan plan, ExternalSortLane sorted, ExternalSortLane keyless, Reservation memory) : ExchangeLane, IDisposable
{
    private readonly KeyEncoder encoder = new([.. plan.KeyFields.Select(_ => default(KeyOrder))]);
    private readonly EncodedKeys keys = new();
    private readonly KeyTable seen = new();
    private readonly NormalizedField[] keyFields = OpenKeyFields(plan);
    private readonly Column[] columns = new Column[plan.KeyFields.Count + (plan.By is null ? 0 : 1)];
    private int[] rows = [];
    private int[] withoutKey = [];
    private long[] sequences = [];
    private long[] sequencesWithoutKey = [];

    /// <inheritdoc/>
    public override async ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        var (taken, without) = Split(batch, first, scope);
        await AddSortedAsync(batch, taken, scope.Scratch, cancellationToken).ConfigureAwait(false);
        await keyless.AddAsync(batch, [], withoutKey.AsSpan(0, without), sequencesWithoutKey.AsSpan(0, without), scope.Scratch, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        sorted.Complete();
        keyless.Complete();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private static NormalizedField[] OpenKeyFields(DeduplicationPlan plan)
    {
        var normalizer = plan.NewNormalizer();
        return [.. plan.KeyFields.Select(field => new NormalizedField(field, normalizer, plan.Prefix))];
    }

    private ValueTask AddSortedAsync(RecordBatch batch, int taken, Scratch scratch, CancellationToken cancellationToken)
    {
        try
        {
            // The keys are encoded before this returns; only the spilling may go on.
            return sorted.AddAsync(batch, columns, rows.AsSpan(0, taken), sequences.AsSpan(0, taken), scratch, cancellationToken);
        }
        finally
        {
            foreach (var column in columns)
                column.Release();
        }
    }

    private (int Taken, int Without) Split(RecordBatch batch, long first, StepScope scope)
    {
        if (rows.Length < batch.Count)
            (rows, withoutKey, sequences, sequencesWithoutKey) = (new int[batch.Count], new int[batch.Count], new long[batch.Count], new long[batch.Count]);
        for (var i = 0; i < keyFields.Length; i++)
            columns[i] = keyFields[i].Read(batch, scope.Rows, scope.Scratch);
        if (plan.By is { } by)
            columns[^1] = by.Read(batch, scope.Rows);
        encoder.Encode(columns.AsSpan(0, keyFields.Length), scope.Rows, keys, scope.Scratch);
        var (taken, without) = (0, 0);
        for (var i = 0; i < scope.Rows.Length; i++)
        {
            var row = scope.Rows[i];
            if (IsWithoutKey(row))
                (withoutKey[without], sequencesWithoutKey[without++]) = (row, first + i);
            else if (plan is { Keep: KeepRule.First, Fuzzy: null } && IsSeen(keys[i]))
                scope.Deduplicate(row);
            else
                // Of equal keys the one with the least sequence comes first, so for the last one they are inverted.
                (rows[taken], sequences[taken++]) = (row, plan.Keep == KeepRule.Last ? ~(first + i) : first + i);
        }

        // The table only spares work, so when there is no memory for it, it begins anew.
        if (!memory.TryResize(seen.SizeInBytes) || seen.IsFull)
            seen.Clear();
        return (taken, without);
    }

    private bool IsWithoutKey(int row)
    {
        foreach (var column in columns.AsSpan(0, keyFields.Length))
        {
            if (column.IsPresent(row))
                return false;
        }

        return true;
    }

    private bool IsSeen(ReadOnlySpan<byte> key)
    {
        var before = seen.Count;
        return seen.FindOrAdd(key, KeyHash.Of(key)) < before;
    }
}
