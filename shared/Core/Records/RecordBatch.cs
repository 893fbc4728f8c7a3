namespace DataAggregator.Core.Records;

/// <summary>
/// Records as columns. Rows are numbered physically from 0 to <see cref="RowCount"/> - 1; <see cref="Selection"/> names those that are
/// still in the stream, in order. A row keeps its physical number through stateless steps, so <see cref="FirstOrdinal"/> + row is the
/// record's ordinal in its partition for as long as no step makes or merges records.
/// The receiver of a batch disposes it; a batch made from another holds its own references to shared columns.
/// </summary>
public sealed class RecordBatch : IDisposable
{
    private readonly Column[] columns;
    private readonly int[]? selection;
    private bool disposed;

    /// <summary>Takes over one reference to each of <paramref name="columns"/>.</summary>
    /// <param name="schema">One field a column, in order.</param>
    /// <param name="columns">Columns of <paramref name="rowCount"/> rows each.</param>
    /// <param name="rowCount">Physical rows.</param>
    /// <param name="partition">The partition of the source that the records come from.</param>
    /// <param name="firstOrdinal">The ordinal of row 0 in that partition.</param>
    /// <param name="selection">The rows in the stream, ascending; null for all.</param>
    public RecordBatch(Schema schema, Column[] columns, int rowCount, int partition = 0, long firstOrdinal = 0, int[]? selection = null)
    {
        if (schema.Count != columns.Length)
            throw new ArgumentException($"A schema of {schema.Count} fields does not fit {columns.Length} columns.", nameof(columns));
        Schema = schema;
        this.columns = columns;
        RowCount = rowCount;
        Partition = partition;
        FirstOrdinal = firstOrdinal;
        this.selection = selection;
    }

    /// <summary>The fields.</summary>
    public Schema Schema { get; }

    /// <summary>The columns, one a field.</summary>
    public ReadOnlySpan<Column> Columns => columns;

    /// <summary>Physical rows.</summary>
    public int RowCount { get; }

    /// <summary>Records in the stream: the selected rows.</summary>
    public int Count => selection?.Length ?? RowCount;

    /// <summary>Whether every row is selected, so that <c>k</c> is the <c>k</c>-th record's row.</summary>
    public bool IsDense => selection is null;

    /// <summary>The selected rows, ascending; empty when <see cref="IsDense"/>.</summary>
    public ReadOnlySpan<int> Selection => selection;

    /// <summary>The partition of the source that the records come from.</summary>
    public int Partition { get; }

    /// <summary>The ordinal of row 0 in its partition.</summary>
    public long FirstOrdinal { get; }

    /// <summary>Bytes that the columns take.</summary>
    public long SizeInBytes
    {
        get
        {
            var size = 0L;
            foreach (var column in columns)
                size += column.SizeInBytes;
            return size;
        }
    }

    /// <summary>Bytes that the values of varying width take in a physical row; those of fixed width are not counted.</summary>
    /// <param name="row">The row.</param>
    /// <param name="except">The number of a column that does not count; -1 for none.</param>
    public long BytesOfRow(int row, int except = -1)
    {
        var bytes = 0L;
        for (var i = 0; i < columns.Length; i++)
        {
            if (i != except && columns[i] is BytesColumn values)
                bytes += values[row].Length;
        }

        return bytes;
    }

    /// <summary>The physical row of the <paramref name="index"/>-th record.</summary>
    public int RowAt(int index) => selection is null ? index : selection[index];

    /// <summary>The column of that field, or null when there is no such field.</summary>
    public Column? Find(string field) => Schema.IndexOf(field) is >= 0 and var index ? columns[index] : null;

    /// <summary>The same records, sharing the columns.</summary>
    public RecordBatch Share() => Derive(Schema, RetainAll(columns), selection);

    /// <summary>The same columns with only <paramref name="rows"/> (physical, ascending) selected.</summary>
    public RecordBatch Select(int[] rows) => Derive(Schema, RetainAll(columns), rows);

    /// <summary>These records with another column in place of the one at <paramref name="index"/>, whose reference is taken over.</summary>
    public RecordBatch Replace(int index, Field field, Column column)
    {
        var next = (Column[])columns.Clone();
        next[index] = column;
        for (var i = 0; i < next.Length; i++)
        {
            if (i != index)
                next[i].Retain();
        }

        return Derive(Schema.Replace(index, field), next, selection);
    }

    /// <summary>These records with a column inserted before position <paramref name="index"/>, whose reference is taken over.</summary>
    public RecordBatch Insert(int index, Field field, Column column) =>
        Derive(Schema.Insert(index, field), [.. RetainAll(columns[..index]), column, .. RetainAll(columns[index..])], selection);

    /// <summary>These records without the column at <paramref name="index"/>.</summary>
    public RecordBatch RemoveAt(int index) =>
        Derive(Schema.RemoveAt(index), [.. RetainAll(columns[..index]), .. RetainAll(columns[(index + 1)..])], selection);

    /// <summary>The same records under other numbers.</summary>
    public RecordBatch Renumber(int partition, long firstOrdinal) => new(Schema, RetainAll(columns), RowCount, partition, firstOrdinal, selection);

    /// <summary>Drops this batch's references to its columns.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        foreach (var column in columns)
            column.Release();
    }

    private static Column[] RetainAll(Column[] shared)
    {
        foreach (var column in shared)
            column.Retain();
        return shared;
    }

    private RecordBatch Derive(Schema schema, Column[] next, int[]? rows) => new(schema, next, RowCount, Partition, FirstOrdinal, rows);
}
