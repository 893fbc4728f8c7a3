namespace DataAggregator.Core.Records;

/// <summary>
/// The values of one field for the rows of a batch. Immutable once built; its buffers are pooled and shared by reference count:
/// whoever keeps a column beyond the batch it came from calls <see cref="Retain"/>, and <see cref="Release"/> in the end.
/// Reading a column after its last release throws.
/// </summary>
public abstract class Column
{
    private int references = 1;

    private protected Column(DataType type, int length, Bitmap? nulls, Bitmap? absent)
    {
        Type = type;
        Length = length;
        Nulls = nulls;
        Absent = absent;
    }

    /// <summary>The type of every value.</summary>
    public DataType Type { get; }

    /// <summary>The number of rows, whether selected or not.</summary>
    public int Length { get; }

    /// <summary>The rows whose value is null; null when there are none.</summary>
    public Bitmap? Nulls { get; }

    /// <summary>The rows that lack the field (<c>{}</c> as against <c>{"n":null}</c>); null when there are none. An absent row is not in <see cref="Nulls"/>.</summary>
    public Bitmap? Absent { get; }

    /// <summary>Bytes of memory that the values take.</summary>
    public abstract long SizeInBytes { get; }

    /// <summary>Whether every row has a value.</summary>
    public bool AllPresent => Nulls is null && Absent is null;

    /// <summary>Whether the row's value is null.</summary>
    public bool IsNull(int row) => Nulls is not null && Nulls[row];

    /// <summary>Whether the row lacks the field.</summary>
    public bool IsAbsent(int row) => Absent is not null && Absent[row];

    /// <summary>Whether the row has a value, neither null nor absent.</summary>
    public bool IsPresent(int row) => !IsNull(row) && !IsAbsent(row);

    /// <summary>A new column of <paramref name="rows"/> in that order.</summary>
    public abstract Column Take(ReadOnlySpan<int> rows);

    /// <summary>Adds a reference and returns this column.</summary>
    public Column Retain()
    {
        if (Interlocked.Increment(ref references) <= 1)
            throw new ObjectDisposedException(GetType().Name, "The column was released before it was retained.");
        return this;
    }

    /// <summary>Drops a reference; the last one returns the buffers to their pool.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref references);
        if (left == 0)
            ReturnBuffers();
        else if (left < 0)
            throw new ObjectDisposedException(GetType().Name, "The column was released more often than retained.");
    }

    private protected abstract void ReturnBuffers();
}
