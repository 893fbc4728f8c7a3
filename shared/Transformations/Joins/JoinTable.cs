using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>The other source of a join in memory, to be found by key. Read by several chains at once.</summary>
internal sealed class JoinTable : IDisposable
{
    private readonly KeyTable keys = new();
    private readonly List<int> firstRows = [];
    private readonly List<int> lastRows = [];
    private readonly List<int> nextRows = [];
    private readonly Column[] columns;
    private readonly MemoryBudget memory;
    private long counted;

    private JoinTable(Column[] columns, MemoryBudget memory)
    {
        this.columns = columns;
        this.memory = memory;
    }

    /// <summary>The row of nulls, for a record that nothing matches.</summary>
    public int NullRow => nextRows.Count;

    /// <summary>Whether some key has several rows.</summary>
    public bool HasSeveral { get; private set; }

    private long SizeInBytes => keys.SizeInBytes + ((long)(firstRows.Capacity + lastRows.Capacity + nextRows.Capacity) * sizeof(int)) + columns.Sum(column => column.SizeInBytes);

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
        var values = fields.Select(field => new ValueBuilder(field.Type, 1024)).ToArray();
        var table = new JoinTable(new Column[values.Length], resources.Memory);
        var (encoder, encoded, scratch) = (new KeyEncoder(new KeyOrder[keyFields.Length]), new EncodedKeys(), new Scratch());
        await foreach (var batch in resources.Inputs.ReadAsync(input, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
                table.Add(batch, keyFields, fields, values, encoder, encoded, scratch, onlyFirst);
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i].AppendNull();
            table.columns[i] = values[i].Build();
        }

        table.counted = table.SizeInBytes;
        resources.Memory.Take(table.counted);
        return table;
    }

    /// <summary>The first row of a key, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key, ulong hash) => keys.Find(key, hash) is >= 0 and var id ? firstRows[id] : -1;

    /// <summary>The next row of the same key, or -1.</summary>
    public int Next(int row) => nextRows[row];

    /// <summary>The values of a field for these rows, <see cref="NullRow"/> among them.</summary>
    public Column Take(int field, ReadOnlySpan<int> rows) => columns[field].Take(rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in columns)
            column.Release();
        memory.Release(counted);
        counted = 0;
    }

    private void Add(
        RecordBatch batch, FieldPath[] keyFields, IReadOnlyList<(FieldPath Path, DataType Type)> fields, ValueBuilder[] values, KeyEncoder encoder, EncodedKeys encoded, Scratch scratch, bool onlyFirst)
    {
        var rows = Enumerable.Range(0, batch.Count).Select(batch.RowAt).ToArray();
        var keyColumns = keyFields.Select(field => field.Read(batch, rows)).ToArray();
        var valueColumns = fields.Select(field => field.Path.Read(batch, rows)).ToArray();
        encoder.Encode(keyColumns, rows, encoded, scratch);
        for (var i = 0; i < rows.Length; i++)
        {
            if (encoded.HasNull(i) || !Link(encoded[i], onlyFirst))
                continue;
            for (var field = 0; field < values.Length; field++)
                values[field].AppendFrom(valueColumns[field], rows[i], scratch);
        }

        foreach (var column in keyColumns.Concat(valueColumns))
            column.Release();
    }

    private bool Link(ReadOnlySpan<byte> key, bool onlyFirst)
    {
        var id = keys.FindOrAdd(key, KeyHash.Of(key));
        var row = nextRows.Count;
        if (id == firstRows.Count)
        {
            firstRows.Add(row);
            lastRows.Add(row);
        }
        else if (onlyFirst)
        {
            return false;
        }
        else
        {
            nextRows[lastRows[id]] = row;
            lastRows[id] = row;
            HasSeveral = true;
        }

        nextRows.Add(-1);
        return true;
    }
}
