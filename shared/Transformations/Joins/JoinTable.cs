using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>Records of the other source of a join in memory, to be found by key. Once closed, it is read by several chains at once.</summary>
internal sealed class JoinTable : IDisposable
{
    private readonly KeyTable keys = new();
    private readonly List<int> firstRows = [];
    private readonly List<int> lastRows = [];
    private readonly List<int> nextRows = [];
    private readonly List<int> counts = [];
    private readonly ValueBuilder[] values;
    private readonly Column[] columns;
    private readonly bool onlyFirst;
    private readonly MemoryBudget memory;
    private readonly Scratch scratch = new();
    private long counted;
    private bool isClosed;

    /// <summary>An empty table.</summary>
    /// <param name="types">The types of the fields to keep.</param>
    /// <param name="onlyFirst">Whether only the first row of each key is wanted.</param>
    /// <param name="memory">What it takes is counted against this.</param>
    public JoinTable(IEnumerable<DataType> types, bool onlyFirst, MemoryBudget memory)
    {
        values = [.. types.Select(type => new ValueBuilder(type, 1024))];
        columns = new Column[values.Length];
        this.onlyFirst = onlyFirst;
        this.memory = memory;
    }

    /// <summary>The row of nulls, for a record that nothing matches.</summary>
    public int NullRow => nextRows.Count;

    /// <summary>Whether some key has several rows.</summary>
    public bool HasSeveral => MostOfKey > 1;

    /// <summary>How many rows the key with the most of them has.</summary>
    public int MostOfKey { get; private set; }

    /// <summary>How many keys there are.</summary>
    public int KeyCount => keys.Count;

    /// <summary>Bytes of memory that the table takes.</summary>
    public long SizeInBytes =>
        keys.SizeInBytes + ((long)(firstRows.Capacity + lastRows.Capacity + nextRows.Capacity + counts.Capacity) * sizeof(int)) +
        (isClosed ? columns.Sum(column => column.SizeInBytes) : values.Sum(value => value.SizeInBytes));

    /// <summary>Reads a source to its end. What the table takes is counted against the memory budget, so that all tables of a run and its whole-run steps share one.</summary>
    /// <param name="resources">The sources and the budget.</param>
    /// <param name="input">The name of the source.</param>
    /// <param name="keyFields">The fields to find rows by; a row with a null among them is found by nothing.</param>
    /// <param name="fields">The fields to keep: where they are read, and their types.</param>
    /// <param name="onlyFirst">Whether only the first row of each key is wanted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<JoinTable> LoadAsync(
        TransformationResources resources, string input, FieldPath[] keyFields, IReadOnlyList<(FieldPath Path, DataType Type)> fields, bool onlyFirst, CancellationToken cancellationToken)
    {
        var table = new JoinTable(fields.Select(field => field.Type), onlyFirst, resources.Memory);
        var (records, scratch) = (new KeyedRecords(keyFields.Length), new Scratch());
        await foreach (var batch in resources.Inputs.ReadAsync(input, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                using var own = KeyedColumns.Read(batch, keyFields, fields.Select(field => field.Path));
                records.Take(own.Keys, own.Rows, 0, scratch);
                for (var i = 0; i < records.Count; i++)
                {
                    if (!records.HasNull(i))
                        table.Add(records.KeyAt(i), records.HashAt(i), own.Values, own.Rows[i]);
                }
            }
        }

        table.Close();
        table.Count();
        return table;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="hash">The hash of that.</param>
    /// <param name="source">The columns of its values, one a field.</param>
    /// <param name="sourceRow">Where it stands in those.</param>
    public void Add(ReadOnlySpan<byte> key, ulong hash, ReadOnlySpan<Column> source, int sourceRow)
    {
        if (!Link(keys.FindOrAdd(key, hash)))
            return;
        for (var field = 0; field < values.Length; field++)
            values[field].AppendFrom(source[field], sourceRow, scratch);
    }

    /// <summary>Makes it ready to be read; no row follows.</summary>
    public void Close()
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i].AppendNull();
            columns[i] = values[i].Build();
        }

        isClosed = true;
        for (var row = 0; row < nextRows.Count; row++)
            MostBytesOfRow = Math.Max(MostBytesOfRow, BytesOfRow(row));
    }

    /// <summary>Counts what it takes against the memory budget.</summary>
    /// <returns>False when there is not that much left; what was counted before stays.</returns>
    public bool TryCount()
    {
        var more = SizeInBytes - counted;
        if (more > 0 && !memory.TryReserve(more))
            return false;
        if (more < 0)
            memory.Release(-more);
        counted += more;
        return true;
    }

    /// <summary>Counts what it takes, whether there is that much left or not; what others may take is so much less.</summary>
    public void Count()
    {
        var size = SizeInBytes;
        memory.Take(size - counted);
        counted = size;
    }

    /// <summary>The first row of a key, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key, ulong hash) => keys.Find(key, hash) is >= 0 and var id ? firstRows[id] : -1;

    /// <summary>The most bytes that the values of a row take.</summary>
    public long MostBytesOfRow { get; private set; }

    /// <summary>How many bytes the values of a row take.</summary>
    public long BytesOfRow(int row)
    {
        var bytes = sizeof(long) * (long)columns.Length;
        foreach (var column in columns)
            bytes += column is BytesColumn texts ? texts[row].Length : 0;
        return bytes;
    }

    /// <summary>The number of a key, or -1.</summary>
    public int FindKey(ReadOnlySpan<byte> key, ulong hash) => keys.Find(key, hash);

    /// <summary>The first row of a key by its number.</summary>
    public int FirstOf(int key) => firstRows[key];

    /// <summary>The next row of the same key, or -1.</summary>
    public int Next(int row) => nextRows[row];

    /// <summary>The values of all fields, that of <see cref="NullRow"/> last; they live as long as the table.</summary>
    public ReadOnlySpan<Column> Columns => columns;

    /// <summary>The values of a field for these rows, <see cref="NullRow"/> among them.</summary>
    public Column Take(int field, ReadOnlySpan<int> rows) => columns[field].Take(rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isClosed)
            Close();
        foreach (var column in columns)
            column.Release();
        memory.Release(counted);
        counted = 0;
    }

    private bool Link(int id)
    {
        var row = nextRows.Count;
        if (id == firstRows.Count)
        {
            firstRows.Add(row);
            lastRows.Add(row);
            counts.Add(0);
        }
        else if (onlyFirst)
        {
            return false;
        }
        else
        {
            nextRows[lastRows[id]] = row;
            lastRows[id] = row;
        }

        nextRows.Add(-1);
        MostOfKey = Math.Max(MostOfKey, ++counts[id]);
        return true;
    }
}
