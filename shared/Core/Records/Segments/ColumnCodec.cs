using System.Buffers;
using System.Runtime.InteropServices;

namespace DataAggregator.Core.Records;

/// <summary>Writes a column and reads it back: which rows are null or absent, then the values as they lie in memory.</summary>
internal static class ColumnCodec
{
    private const byte HasNulls = 1;
    private const byte HasAbsent = 2;
    private const byte IsWide = 4;

    public static void Write(SegmentContent content, Column column)
    {
        var flags = (column.Nulls is null ? 0 : HasNulls) | (column.Absent is null ? 0 : HasAbsent);
        if (column is DecimalColumn wide && HasWideValue(wide))
            flags |= IsWide;
        content.WriteByte((byte)flags);
        content.WriteInt32(column.Length);
        if (column.Nulls is { } nulls)
            content.WriteRaw(MemoryMarshal.AsBytes(nulls.Words));
        if (column.Absent is { } absent)
            content.WriteRaw(MemoryMarshal.AsBytes(absent.Words));
        switch (column)
        {
            case FixedColumn<bool> bools:
                content.WriteRaw(MemoryMarshal.AsBytes(bools.Values));
                break;
            case FixedColumn<long> longs:
                content.WriteRaw(MemoryMarshal.AsBytes(longs.Values));
                break;
            case FixedColumn<double> doubles:
                content.WriteRaw(MemoryMarshal.AsBytes(doubles.Values));
                break;
            case DecimalColumn decimals:
                WriteDecimals(content, decimals, (flags & IsWide) != 0);
                break;
            case BytesColumn bytes:
                content.WriteRaw(MemoryMarshal.AsBytes(bytes.Offsets[1..]));
                content.WriteRaw(bytes.Data);
                break;
        }
    }

    /// <summary>Reads a column.</summary>
    /// <param name="reader">The content.</param>
    /// <param name="type">The column's type.</param>
    /// <param name="rows">The rows that the values belong to; null for all.</param>
    /// <param name="rowCount">The rows of the column.</param>
    public static Column Read(ref SegmentContentReader reader, DataType type, int[]? rows, int rowCount)
    {
        var flags = reader.ReadByte();
        var count = reader.ReadInt32();
        if (count < 0 || count != (rows?.Length ?? rowCount))
            throw SegmentContentReader.Damaged();
        var nulls = (flags & HasNulls) != 0 ? ReadBitmap(ref reader, count, rows, rowCount) : null;
        var absent = (flags & HasAbsent) != 0 ? ReadBitmap(ref reader, count, rows, rowCount) : null;
        return type switch
        {
            DataType.Bool => new FixedColumn<bool>(type, ReadFixed<bool>(ref reader, count, rows, rowCount), rowCount, nulls, absent),
            DataType.Double => new FixedColumn<double>(type, ReadFixed<double>(ref reader, count, rows, rowCount), rowCount, nulls, absent),
            DataType.Decimal => new DecimalColumn(ReadDecimals(ref reader, count, rows, rowCount, (flags & IsWide) != 0), rowCount, nulls, absent),
            DataType.String or DataType.Binary or DataType.Json => ReadBytes(ref reader, type, count, rows, rowCount, nulls, absent),
            _ => new FixedColumn<long>(type, ReadFixed<long>(ref reader, count, rows, rowCount), rowCount, nulls, absent),
        };
    }

    private static bool HasWideValue(DecimalColumn column)
    {
        var values = column.Values;
        for (var row = 0; row < values.Length; row++)
        {
            var unscaled = ValueOf(column, values, row).Unscaled;
            if (unscaled != (long)unscaled)
                return true;
        }

        return false;
    }

    private static void WriteDecimals(SegmentContent content, DecimalColumn column, bool isWide)
    {
        var values = column.Values;
        for (var row = 0; row < values.Length; row++)
        {
            var value = ValueOf(column, values, row);
            content.WriteByte((byte)value.Scale);
            content.WriteInt64((long)(ulong)(value.Unscaled & ulong.MaxValue));
            if (isWide)
                content.WriteInt64((long)(value.Unscaled >> 64));
        }
    }

    // What a row without a value has in memory need not be a number, and could not be read again.
    private static Decimal38 ValueOf(DecimalColumn column, ReadOnlySpan<Decimal38> values, int row) => column.IsPresent(row) ? values[row] : default;

    private static Decimal38[] ReadDecimals(ref SegmentContentReader reader, int count, int[]? rows, int rowCount, bool isWide)
    {
        var values = ArrayPool<Decimal38>.Shared.Rent(Math.Max(rowCount, 1));
        try
        {
            for (var i = 0; i < count; i++)
            {
                var scale = reader.ReadByte();
                var low = reader.ReadInt64();
                var unscaled = isWide ? new Int128((ulong)reader.ReadInt64(), (ulong)low) : low;
                values[rows?[i] ?? i] = new Decimal38(unscaled, scale);
            }
        }
        catch (OverflowException)
        {
            throw SegmentContentReader.Damaged();
        }

        return values;
    }

    private static T[] ReadFixed<T>(ref SegmentContentReader reader, int count, int[]? rows, int rowCount)
        where T : unmanaged
    {
        var stored = MemoryMarshal.Cast<byte, T>(reader.ReadRaw((long)count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));
        var values = ArrayPool<T>.Shared.Rent(Math.Max(rowCount, 1));
        if (rows is null)
        {
            stored.CopyTo(values);
            return values;
        }

        for (var i = 0; i < count; i++)
            values[rows[i]] = stored[i];
        return values;
    }

    private static BytesColumn ReadBytes(ref SegmentContentReader reader, DataType type, int count, int[]? rows, int rowCount, Bitmap? nulls, Bitmap? absent)
    {
        var ends = MemoryMarshal.Cast<byte, int>(reader.ReadRaw((long)count * sizeof(int)));
        var before = 0;
        foreach (var end in ends)
        {
            if (end < before)
                throw SegmentContentReader.Damaged();
            before = end;
        }

        var stored = reader.ReadRaw(before);
        var data = ArrayPool<byte>.Shared.Rent(Math.Max(before, 1));
        stored.CopyTo(data);
        var offsets = ArrayPool<int>.Shared.Rent(rowCount + 1);
        offsets[0] = 0;
        for (int row = 0, next = 0; row < rowCount; row++)
        {
            // A row that was left out has no bytes.
            if (rows is null || (next < count && rows[next] == row))
                offsets[row + 1] = ends[next++];
            else
                offsets[row + 1] = offsets[row];
        }

        return new BytesColumn(type, data, offsets, rowCount, nulls, absent);
    }

    private static Bitmap ReadBitmap(ref SegmentContentReader reader, int count, int[]? rows, int rowCount)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(reader.ReadRaw(((long)count + 63) / 64 * sizeof(ulong))).ToArray();
        var bits = new Bitmap(words, count);
        if (rows is null)
            return bits;
        var spread = new Bitmap(rowCount);
        for (var i = 0; i < count; i++)
        {
            if (bits[i])
                spread.Set(rows[i]);
        }

        return spread;
    }
}
