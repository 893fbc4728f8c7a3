using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Joins;

/// <summary>Stored records of the other source in memory, to be found by key, and which of them something matched. For one worker.</summary>
/// <param name="fields">What is kept of a record.</param>
/// <param name="onlyFirst">Whether only the first record of each key is wanted.</param>
/// <param name="memory">What the table takes is counted against this.</param>
internal sealed class MatchTable(MatchFields fields, bool onlyFirst, MemoryBudget memory) : IDisposable
{
    // Many runs are merged at a time, so what is in memory of each should be little.
    private const int Lot = 512;

    private readonly JoinTable table = new([.. fields.Types, DataType.Int64], onlyFirst, memory);
    private Bitmap matched = new(0);

    /// <summary>How many keys there are.</summary>
    public int KeyCount => table.KeyCount;

    /// <summary>How many records there are.</summary>
    public int Count => table.NullRow;

    /// <summary>The values of all records.</summary>
    public ReadOnlySpan<Column> Values => table.Columns[..^1];

    /// <summary>Adds stored records. The caller keeps, and disposes, the batch.</summary>
    public void Add(RecordBatch stored)
    {
        var keys = MatchFields.Keys(stored);
        var columns = stored.Columns[..^1];
        for (var row = 0; row < stored.RowCount; row++)
            table.Add(keys[row], KeyHash.Of(keys[row]), columns, row);
    }

    /// <inheritdoc cref="JoinTable.TryCount"/>
    public bool TryCount() => table.TryCount();

    /// <summary>Makes it ready to be read; no record follows.</summary>
    public void Close()
    {
        table.Close();
        table.Count();
        matched = new Bitmap(table.KeyCount);
    }

    /// <summary>The first record of a key, which is matched then; -1 when there is none.</summary>
    public int Match(ReadOnlySpan<byte> key, ulong hash)
    {
        var id = table.FindKey(key, hash);
        if (id < 0)
            return -1;
        matched.Set(id);
        return table.FirstOf(id);
    }

    /// <summary>The next record of the same key, or -1.</summary>
    public int Next(int row) => table.Next(row);

    /// <summary>The matches of records at hand as a run: in the order of these, then of the other source. The receiver disposes each batch.</summary>
    /// <param name="records">The records at hand, by their keys.</param>
    /// <param name="first">Whether only the first match of each counts.</param>
    public IEnumerable<RecordBatch> Matches(LeftKeyReader records, bool first)
    {
        var (rows, order) = (new List<int>(Lot), new KeyBuffer());
        while (records.Move())
        {
            for (var row = Match(records.Key, KeyHash.Of(records.Key)); row >= 0; row = first ? -1 : Next(row))
            {
                order.Write(records.Sequence);
                order.Write(SequenceOf(row));
                rows.Add(row);
                if (rows.Count < Lot)
                    continue;
                yield return Take(rows, order);
                rows.Clear();
                order.Clear();
            }
        }

        if (rows.Count > 0)
            yield return Take(rows, order);
    }

    /// <summary>What nothing matched as a run, in the order of the other source. The receiver disposes each batch.</summary>
    public IEnumerable<RecordBatch> Unmatched()
    {
        var rows = new List<int>();
        for (var key = 0; key < table.KeyCount; key++)
        {
            for (var row = matched[key] ? -1 : table.FirstOf(key); row >= 0; row = table.Next(row))
                rows.Add(row);
        }

        rows.Sort();
        foreach (var some in rows.Chunk(Lot))
        {
            var order = new KeyBuffer();
            foreach (var row in some)
                order.Write(SequenceOf(row));
            yield return Take([.. some], order);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    private long SequenceOf(int row) => ((FixedColumn<long>)table.Columns[^1]).Values[row];

    private RecordBatch Take(List<int> rows, KeyBuffer order)
    {
        var taken = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows);
        var columns = new Column[fields.Schema.Count + 1];
        for (var i = 0; i < fields.Schema.Count; i++)
            columns[i] = table.Take(i, taken);
        columns[^1] = MatchOrder.Column(order.Written, rows.Count);
        return new RecordBatch(fields.RunSchema, columns, rows.Count);
    }
}
