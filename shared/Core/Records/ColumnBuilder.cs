using System.Buffers;

namespace DataAggregator.Core.Records;

/// <summary>
/// Collects the values of one column row by row into pooled buffers. <see cref="Build"/> hands the buffers to the column and leaves
/// the builder empty, ready for the next batch.
/// </summary>
public abstract class ColumnBuilder
{
    private ulong[]? nulls;
    private ulong[]? absent;

    private protected ColumnBuilder(DataType type) => Type = type;

    /// <summary>The type of the column being built.</summary>
    public DataType Type { get; }

    /// <summary>The rows appended so far.</summary>
    public int Count { get; private protected set; }

    /// <summary>Bytes of values appended so far.</summary>
    public abstract long SizeInBytes { get; }

    /// <summary>A builder for columns of <paramref name="type"/>: <see cref="FixedBuilder{T}"/>, <see cref="DecimalBuilder"/> or <see cref="BytesBuilder"/>.</summary>
    public static ColumnBuilder For(DataType type, int capacity = 1024) => type switch
    {
        DataType.Bool => new FixedBuilder<bool>(type, capacity),
        DataType.Double => new FixedBuilder<double>(type, capacity),
        DataType.Decimal => new DecimalBuilder(capacity),
        DataType.String or DataType.Binary or DataType.Json => new BytesBuilder(type, capacity),
        _ => new FixedBuilder<long>(type, capacity),
    };

    /// <summary>Appends a row whose value is null.</summary>
    public void AppendNull()
    {
        Mark(ref nulls, Count);
        AppendDefault();
    }

    /// <summary>Appends a row that lacks the field.</summary>
    public void AppendAbsent()
    {
        Mark(ref absent, Count);
        AppendDefault();
    }

    /// <summary>Appends the value, null or absence that <paramref name="source"/> has at <paramref name="row"/>; both are of one type.</summary>
    public void AppendFrom(Column source, int row)
    {
        if (source.IsAbsent(row))
            AppendAbsent();
        else if (source.IsNull(row))
            AppendNull();
        else
            AppendValue(source, row);
    }

    /// <summary>The column of all rows appended since the last call.</summary>
    public abstract Column Build();

    private protected abstract void AppendDefault();

    private protected abstract void AppendValue(Column source, int row);

    private protected (Bitmap? Nulls, Bitmap? Absent) TakeBitmaps()
    {
        var result = (Finish(nulls), Finish(absent));
        nulls = absent = null;
        return result;
    }

    /// <summary>Makes room. A buffer is first rented here, with the first value: a builder that is built once keeps none that nobody returns.</summary>
    private protected static void Grow<T>(ref T[] buffer, int used, int needed, int least)
    {
        if (needed <= buffer.Length)
            return;
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(Math.Max(needed, least), (int)Math.Min(buffer.Length * 2L, Array.MaxLength)));
        buffer.AsSpan(0, used).CopyTo(larger);
        if (buffer.Length > 0)
            ArrayPool<T>.Shared.Return(buffer);
        buffer = larger;
    }

    private static void Mark(ref ulong[]? words, int row)
    {
        var word = row >> 6;
        if (words is null)
            words = new ulong[Math.Max(16, word + 1)];
        else if (word >= words.Length)
            Array.Resize(ref words, Math.Max(words.Length * 2, word + 1));
        words[word] |= 1UL << (row & 63);
    }

    private Bitmap? Finish(ulong[]? words)
    {
        if (words is null)
            return null;
        var needed = (Count + 63) >> 6;
        if (words.Length < needed)
            Array.Resize(ref words, needed);
        return new Bitmap(words, Count);
    }
}
