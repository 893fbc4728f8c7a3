using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>The values of a part of an expression for the rows of a batch: a column, or one value that stands for every row.</summary>
/// <param name="column">The values; a column of one row where the value is the same for all.</param>
/// <param name="isConstant">Whether it is.</param>
internal readonly struct Vector(Column column, bool isConstant = false)
{
    /// <summary>The values.</summary>
    public Column Column => column;

    /// <summary>Whether one value stands for every row.</summary>
    public bool IsConstant => isConstant;

    /// <summary>What turns a row of the batch into a row of the column, by <c>row &amp; Mask</c>.</summary>
    public int Mask => isConstant ? 0 : -1;

    /// <summary>Whether the row has a value.</summary>
    public bool IsPresent(int row) => column.IsPresent(row & Mask);

    /// <summary>Drops the reference to the column.</summary>
    public void Release() => column.Release();

    /// <summary>The rows without a value in this or the other, in a bitmap of the caller's own; null when there are none.</summary>
    public Bitmap? Missing(Vector other, int rowCount)
    {
        if (column.AllPresent && other.Column.AllPresent)
            return null;
        var words = new ulong[(rowCount + 63) >> 6];
        AddMissing(words);
        other.AddMissing(words);
        return new Bitmap(words, rowCount);
    }

    private void AddMissing(ulong[] words)
    {
        if (column.AllPresent)
            return;
        if (isConstant)
        {
            words.AsSpan().Fill(ulong.MaxValue);
            return;
        }

        Add(words, column.Nulls);
        Add(words, column.Absent);
    }

    private static void Add(ulong[] words, Bitmap? bits)
    {
        if (bits is null)
            return;
        var added = bits.Words;
        for (var i = 0; i < words.Length; i++)
            words[i] |= added[i];
    }
}
