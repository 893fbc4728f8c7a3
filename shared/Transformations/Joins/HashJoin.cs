using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>
/// A join of any size. The other source is read first, into partitions by the hash of its keys, of which as many as fit stay in memory. The records at hand
/// wait in their order; of those whose partition is on disk, the keys go there too. Each such partition is then joined by itself and gives a run of matches
/// in the order of the records at hand, and these take their matches out of memory or of the merged runs.
/// </summary>
internal sealed class HashJoin(JoinPlan plan, ExchangeContext context) : ExchangeOperator
{
    private readonly List<HashJoinLane> lanes = [];
    private readonly StoredPartitions partitions = new(plan.Fields, context.Resources);
    private readonly MatchTable?[] tables = new MatchTable?[KeyPartition.Count];
    private readonly bool[] isSpilled = new bool[KeyPartition.Count];
    private readonly SortedRuns matches = new(context.Resources, SortedRuns.SmallBatches);
    private readonly SortedRuns unmatched = new(context.Resources, SortedRuns.SmallBatches);
    private readonly KeyedRecords keys = new(plan.Shape.LeftKeys.Length);
    private readonly Scratch scratch = new();
    private bool hasTables;

    /// <inheritdoc/>
    public override async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        var (records, first) = (new KeyedRecords(plan.Fields.KeyPaths.Count), 0L);
        await foreach (var batch in context.Resources.Inputs.ReadAsync(plan.Input.Name, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Store(batch, records, ref first);
            }
        }

        partitions.Complete();
        for (var i = 0; i < tables.Length; i++)
        {
            isSpilled[i] = partitions.Partitions[i].IsSpilled;
            if (isSpilled[i] || partitions.Partitions[i].IsEmpty)
                continue;
            var table = tables[i] = new MatchTable(plan.Fields, plan.HoldsOnlyFirst, context.Resources.Memory);
            foreach (var batch in partitions.Partitions[i].Read())
            {
                using (batch)
                    table.Add(batch);
            }

            table.Close();
            hasTables = true;
        }

        partitions.Release();
    }

    /// <inheritdoc/>
    public override ExchangeLane OpenLane()
    {
        var lane = new HashJoinLane(plan, isSpilled, context.Resources, partitions.Spilled);
        lanes.Add(lane);
        return lane;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await JoinSpilledAsync(cancellationToken).ConfigureAwait(false);
        var records = new JoinedRecords(plan, plan.Shape.WithKeys(context.Schemas.Schema ?? Schema.Empty, plan.Input.Schema));
        await foreach (var batch in JoinAsync(records, cancellationToken).ConfigureAwait(false))
            yield return new TransformResult(batch, []);
        if (plan.Shape.KeepsUnmatched)
        {
            await foreach (var batch in ReadUnmatchedAsync(records, cancellationToken).ConfigureAwait(false))
                yield return new TransformResult(batch, []);
        }

        if (!records.IsEmpty)
            yield return new TransformResult(records.Build(), []);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            await lane.DisposeAsync().ConfigureAwait(false);
        foreach (var table in tables)
            table?.Dispose();
        await matches.DisposeAsync().ConfigureAwait(false);
        await unmatched.DisposeAsync().ConfigureAwait(false);
        partitions.Dispose();
    }

    private void Store(RecordBatch batch, KeyedRecords records, ref long first)
    {
        using var columns = KeyedColumns.Read(batch, plan.Fields.KeyPaths, plan.Fields.Paths);
        records.Take(columns.Keys, columns.Rows, first, scratch);
        for (var i = 0; i < records.Count; i++)
        {
            if (!records.HasNull(i))
                partitions.Add(records.KeyAt(i), records.HashAt(i), records.Sequences[i], columns.Values, columns.Rows[i]);
            else if (plan.Shape.KeepsUnmatched)
                partitions.WithoutKey.Add(records.KeyAt(i), records.Sequences[i], columns.Values, columns.Rows[i]);
        }

        first += columns.Rows.Length;
        partitions.Settle(context.Resources.Memory.Bytes / 2);
    }

    private Task JoinSpilledAsync(CancellationToken cancellationToken)
    {
        var waiting = new ConcurrentQueue<int>(Enumerable.Range(0, isSpilled.Length).Where(partition => isSpilled[partition]));
        var join = new PartitionJoin(plan, context.Resources, matches, unmatched);
        IReadOnlyList<LeftKeys> left = [.. lanes.Select(lane => lane.Keys)];
        return Task.WhenAll(Enumerable.Range(0, context.Resources.Workers).Select(_ => Task.Run(
            async () =>
            {
                while (waiting.TryDequeue(out var partition))
                    await join.JoinAsync(partitions.Partitions[partition], partition, left, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken)));
    }

    /// <summary>The records at hand with their matches, but for the last few, which stay in <paramref name="records"/>.</summary>
    private async IAsyncEnumerable<RecordBatch> JoinAsync(JoinedRecords records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var found = new MatchCursor(matches.ReadAsync(plan.Fields.Schema, cancellationToken), cancellationToken);
        await found.MoveAsync().ConfigureAwait(false);
        await foreach (var batch in LanesInOrder.ReadAsync([.. lanes.Select(lane => lane.ReadAsync(cancellationToken))], cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                records.Take(batch);
                FindKeys(batch);
                for (var i = 0; i < batch.Count; i++)
                {
                    var (row, count, sequence) = (batch.RowAt(i), 0, Sequence.Of(batch.Partition, batch.FirstOrdinal + i));
                    // A record has its matches either in a table or in the runs.
                    for (var match = FirstIn(i, out var table); match >= 0; match = plan.TakesOnlyFirst ? -1 : table!.Next(match))
                    {
                        Append(records, row, table!.Values, match, ref count);
                        if (records.IsFull)
                            yield return records.Build();
                    }

                    for (; found.LeftSequence == sequence; await found.MoveAsync().ConfigureAwait(false))
                    {
                        Append(records, row, found.Values, found.Row, ref count);
                        if (records.IsFull)
                            yield return records.Build();
                    }

                    Count(records, row, count);
                    if (records.IsFull)
                        yield return records.Build();
                }
            }
        }
    }

    private async IAsyncEnumerable<RecordBatch> ReadUnmatchedAsync(JoinedRecords records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            if (table is not null)
                unmatched.Hold(table.Unmatched());
        }

        unmatched.Hold(partitions.WithoutKey.Read().Select(plan.Fields.ToRun));
        await foreach (var batch in unmatched.ReadAsync(plan.Fields.Schema, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                {
                    records.AppendUnmatched(batch.Columns[..^1], row);
                    context.Books.Added++;
                    if (records.IsFull)
                        yield return records.Build();
                }
            }
        }
    }

    private void FindKeys(RecordBatch batch)
    {
        if (!hasTables)
            return;
        using var columns = KeyedColumns.Read(batch, plan.Shape.LeftKeys, []);
        keys.Take(columns.Keys, columns.Rows, 0, scratch);
    }

    /// <summary>The first match of the record in the tables in memory; -1 when there is none.</summary>
    private int FirstIn(int index, out MatchTable? table)
    {
        table = hasTables && !keys.HasNull(index) ? tables[KeyPartition.Of(keys.HashAt(index), 0)] : null;
        return table is null ? -1 : table.Match(keys.KeyAt(index), keys.HashAt(index));
    }

    private void Append(JoinedRecords records, int row, ReadOnlySpan<Column> values, int match, ref int count)
    {
        if (count++ > 0 && plan.TakesOnlyFirst)
            return;
        if (plan.Type is JoinType.Semi or JoinType.Anti)
            return;
        if (count > 1)
            context.Books.Added++;
        records.Append(row, values, match);
    }

    /// <summary>Ends a record at hand of which all matches were appended.</summary>
    private void Count(JoinedRecords records, int row, int count)
    {
        if (!plan.Keeps(count))
            context.Books.Filtered++;
        else if (count == 0 || plan.Type == JoinType.Semi)
            records.Append(row);
    }
}
