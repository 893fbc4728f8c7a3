using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>A join with a table in memory, for one chain: each record looks its matches up.</summary>
internal sealed class TableJoin(JoinType type, JoinShape shape, JoinTable table)
{
    private readonly KeyEncoder encoder = new(new KeyOrder[shape.LeftKeys.Length]);
    private readonly EncodedKeys keys = new();
    private int[] found = [];

    /// <summary>The records that the join gives.</summary>
    public RecordBatch Apply(RecordBatch input, StepScope scope)
    {
        Find(input, scope);
        if (type is JoinType.Semi or JoinType.Anti)
        {
            for (var i = 0; i < scope.Rows.Length; i++)
            {
                if (found[i] < 0 == (type == JoinType.Semi))
                    scope.Filter(scope.Rows[i]);
            }

            return input.Share();
        }

        return table.HasSeveral ? Expand(input, scope) : Beside(input, scope);
    }

    /// <summary>The records that the join gives for a single one, no more at a time than may come out.</summary>
    public IEnumerable<(RecordBatch Batch, StepScope Scope)> ApplyInParts(RecordBatch record, Func<StepScope> open)
    {
        var scope = open();
        Find(record, scope);
        if (!table.HasSeveral || type is JoinType.Semi or JoinType.Anti || found[0] < 0)
        {
            yield return (Apply(record, scope), scope);
            yield break;
        }

        var row = scope.Rows[0];
        var own = BytesOf(record, row);
        for (var match = found[0]; match >= 0; scope = match >= 0 ? open() : scope)
        {
            var (matches, bytes) = (new List<int>(), 0L);
            for (; match >= 0 && (matches.Count == 0 || bytes + own + table.BytesOfRow(match) <= IExpandingStep.MostBytes); match = table.Next(match))
            {
                matches.Add(match);
                bytes += own + table.BytesOfRow(match);
            }

            yield return (Repeat(record, scope, [.. Enumerable.Repeat(row, matches.Count)], matches), scope);
        }
    }

    /// <summary>How many of the first records, with all of their matches, are no more than may come out at a time; at least one.</summary>
    public int Fitting(RecordBatch input, Scratch scratch)
    {
        // Most batches fit even if each record had the most matches and those were the widest; only others are looked at row by row.
        var widest = input.SizeInBytes + (input.Count * (FixedBytes(input) + table.MostBytesOfRow));
        if (type is JoinType.Semi or JoinType.Anti || (double)widest * table.MostOfKey <= IExpandingStep.MostBytes)
            return input.Count;
        using var own = KeyedColumns.Read(input, shape.LeftKeys, []);
        encoder.Encode(own.Keys, own.Rows, keys, scratch);
        var bytes = 0L;
        for (var i = 0; i < own.Rows.Length; i++)
        {
            var ownBytes = BytesOf(input, own.Rows[i]);
            var match = keys.HasNull(i) ? -1 : table.Find(keys[i], KeyHash.Of(keys[i]));
            bytes += ownBytes + (match < 0 ? 0 : table.BytesOfRow(match));
            while (bytes <= IExpandingStep.MostBytes && match >= 0 && table.Next(match) is >= 0 and var next)
            {
                match = next;
                bytes += ownBytes + table.BytesOfRow(match);
            }

            if (bytes > IExpandingStep.MostBytes)
                return Math.Max(i, 1);
        }

        return input.Count;
    }

    private static long FixedBytes(RecordBatch input) => sizeof(long) * (long)input.Columns.Length;

    private static long BytesOf(RecordBatch input, int row) => input.BytesOfRow(row) + FixedBytes(input);

    private void Find(RecordBatch input, StepScope scope)
    {
        var rows = scope.Rows;
        if (found.Length < rows.Length)
            found = new int[rows.Length];
        var columns = new Column[shape.LeftKeys.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = shape.LeftKeys[i].Read(input, rows);
        encoder.Encode(columns, rows, keys, scope.Scratch);
        foreach (var column in columns)
            column.Release();
        for (var i = 0; i < rows.Length; i++)
            found[i] = keys.HasNull(i) ? -1 : table.Find(keys[i], KeyHash.Of(keys[i]));
    }

    /// <summary>Every record has one match at most, and keeps its row.</summary>
    private RecordBatch Beside(RecordBatch input, StepScope scope)
    {
        var matches = new int[input.RowCount];
        Array.Fill(matches, table.NullRow);
        for (var i = 0; i < scope.Rows.Length; i++)
        {
            if (found[i] >= 0)
                matches[scope.Rows[i]] = found[i];
            else if (type == JoinType.Inner)
                scope.Filter(scope.Rows[i]);
        }

        using var own = input.Share();
        return Join(own, matches, [.. Rows(own)]);
    }

    private RecordBatch Expand(RecordBatch input, StepScope scope)
    {
        var (parents, matches) = (new List<int>(scope.Rows.Length), new List<int>(scope.Rows.Length));
        for (var i = 0; i < scope.Rows.Length; i++)
        {
            if (found[i] < 0 && type == JoinType.Left)
            {
                parents.Add(scope.Rows[i]);
                matches.Add(table.NullRow);
            }

            for (var row = found[i]; row >= 0; row = table.Next(row))
            {
                parents.Add(scope.Rows[i]);
                matches.Add(row);
            }
        }

        return Repeat(input, scope, [.. parents], matches);
    }

    private RecordBatch Repeat(RecordBatch input, StepScope scope, int[] parentRows, List<int> matches)
    {
        scope.Expand(parentRows);
        var columns = new Column[input.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = input.Columns[i].Take(parentRows);
        using var own = new RecordBatch(input.Schema, columns, parentRows.Length, input.Partition, input.FirstOrdinal);
        return Join(own, [.. matches], null);
    }

    private static IEnumerable<int> Rows(RecordBatch batch) => Enumerable.Range(0, batch.Count).Select(batch.RowAt);

    private RecordBatch Join(RecordBatch own, int[] matches, int[]? selection)
    {
        var kept = shape.Kept(own.Schema);
        var columns = new Column[own.Columns.Length + kept.Length];
        for (var i = 0; i < own.Columns.Length; i++)
            columns[i] = own.Columns[i].Retain();
        for (var i = 0; i < kept.Length; i++)
            columns[own.Columns.Length + i] = table.Take(kept[i], matches);
        var schema = new Schema([.. own.Schema, .. kept.Select(i => shape.Taken[i])]);
        return new RecordBatch(schema, columns, own.RowCount, own.Partition, own.FirstOrdinal, own.IsDense ? null : selection);
    }
}
