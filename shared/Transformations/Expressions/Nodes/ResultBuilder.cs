using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Makes a column of a batch's length from the values of some of its rows, given in ascending order; the other rows mean nothing.</summary>
internal sealed class ResultBuilder
{
    /// <summary>The most bytes of one text: a function may multiply its input, and one record cannot hold memory that belongs to all.</summary>
    public const int MaxTextLength = 16 << 20;

    private const int MaxColumnLength = 512 << 20;

    private readonly DataType type;
    private readonly int rowCount;
    private readonly long[]? longs;
    private readonly Decimal38[]? decimals;
    private readonly double[]? doubles;
    private readonly bool[]? bools;
    private readonly BytesBuilder? bytes;
    private Bitmap? nulls;

    public ResultBuilder(DataType type, int rowCount)
    {
        (this.type, this.rowCount) = (type, rowCount);
        var length = Math.Max(rowCount, 1);
        switch (type)
        {
            case DataType.Bool:
                bools = ArrayPool<bool>.Shared.Rent(length);
                break;
            case DataType.Decimal:
                decimals = ArrayPool<Decimal38>.Shared.Rent(length);
                break;
            case DataType.Double:
                doubles = ArrayPool<double>.Shared.Rent(length);
                break;
            case DataType.String or DataType.Json or DataType.Binary:
                bytes = new BytesBuilder(type, length);
                break;
            default:
                longs = ArrayPool<long>.Shared.Rent(length);
                break;
        }
    }

    /// <summary>Gives an integer or a moment.</summary>
    public void Set(int row, long value) => longs![row] = value;

    /// <summary>Gives a decimal.</summary>
    public void Set(int row, Decimal38 value) => decimals![row] = value;

    /// <summary>Gives a double.</summary>
    public void Set(int row, double value) => doubles![row] = value;

    /// <summary>Gives true or false.</summary>
    public void Set(int row, bool value) => bools![row] = value;

    /// <summary>Gives text, JSON or bytes.</summary>
    /// <returns>False when there is no room for it; then nothing was given.</returns>
    public bool TrySet(int row, ReadOnlySpan<byte> value)
    {
        if (value.Length > MaxTextLength || bytes!.SizeInBytes + value.Length > MaxColumnLength)
            return false;
        FillUpTo(row);
        bytes.Append(value);
        return true;
    }

    /// <summary>Gives null.</summary>
    public void SetNull(int row)
    {
        if (bytes is not null)
        {
            FillUpTo(row);
            bytes.AppendNull();
        }
        else
        {
            (nulls ??= new Bitmap(rowCount)).Set(row);
        }
    }

    /// <summary>Gives what <paramref name="source"/>, of the same type, has for the row.</summary>
    public void SetFrom(int row, Vector source)
    {
        var from = row & source.Mask;
        if (!source.Column.IsPresent(from))
        {
            SetNull(row);
            return;
        }

        switch (source.Column)
        {
            case FixedColumn<long> values:
                longs![row] = values.Values[from];
                break;
            case DecimalColumn values:
                decimals![row] = values.Values[from];
                break;
            case FixedColumn<double> values:
                doubles![row] = values.Values[from];
                break;
            case FixedColumn<bool> values:
                bools![row] = values.Values[from];
                break;
            case BytesColumn values:
                FillUpTo(row);
                bytes!.Append(values[from]);
                break;
        }
    }

    /// <summary>The column.</summary>
    public Column Build()
    {
        if (bytes is null)
        {
            return longs is not null ? new FixedColumn<long>(type, longs, rowCount, nulls)
                : decimals is not null ? new DecimalColumn(decimals, rowCount, nulls)
                : doubles is not null ? new FixedColumn<double>(type, doubles, rowCount, nulls)
                : new FixedColumn<bool>(type, bools!, rowCount, nulls);
        }

        FillUpTo(rowCount);
        return bytes.Build();
    }

    private void FillUpTo(int row)
    {
        while (bytes!.Count < row)
            bytes.EndValue();
    }
}
