using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>
/// Encodes the values of key fields so that two keys are the same bytes exactly when their values are equal, and compare as the values do: numbers
/// by value whatever their column's type, text by its UTF-8, a json value by what it holds. Null and absent are one value.
/// </summary>
internal sealed class KeyEncoder(params KeyOrder[] orders)
{
    private readonly Source[] sources = new Source[orders.Length];

    /// <summary>
    /// How many of the first fields only need to be told apart: their hash stands before them, so that eight bytes decide most comparisons. The order of
    /// such keys is by that hash.
    /// </summary>
    public int Hashed { get; init; }

    private enum Reading
    {
        Any,
        Integers,
        Decimals,
        Texts,
    }

    /// <summary>Encodes the keys of <paramref name="rows"/>, replacing what <paramref name="keys"/> held.</summary>
    /// <param name="columns">One column a key field.</param>
    /// <param name="rows">Physical rows; key <c>i</c> is that of <c>rows[i]</c>.</param>
    /// <param name="keys">Gets the keys.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    /// <param name="sequences">When given, key <c>i</c> ends with number <c>i</c> of these, so that no two are equal and ties keep their order.</param>
    public void Encode(ReadOnlySpan<Column> columns, ReadOnlySpan<int> rows, EncodedKeys keys, Scratch scratch, ReadOnlySpan<long> sequences = default)
    {
        for (var i = 0; i < sources.Length; i++)
            sources[i] = new Source(columns[i], orders[i]);
        keys.Clear(rows.Length);
        var buffer = keys.Buffer;
        for (var i = 0; i < rows.Length; i++)
        {
            var hasNull = WriteHashed(buffer, rows[i], scratch);
            foreach (ref readonly var source in sources.AsSpan(Hashed))
                hasNull |= !source.Write(buffer, rows[i], scratch);
            if (!sequences.IsEmpty)
                buffer.Write(sequences[i]);
            keys.End(hasNull);
        }
    }

    /// <summary>Writes one value, ascending, nulls first.</summary>
    /// <param name="buffer">Gets the bytes.</param>
    /// <param name="value">The value.</param>
    /// <param name="asWritten">Whether objects and arrays are kept as they are written; they are then no key, but can be read back unchanged.</param>
    public static void Write(KeyBuffer buffer, in Value value, bool asWritten = false)
    {
        switch (value.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                buffer.Write(KeyClass.NullFirst);
                break;
            case ValueKind.Bool:
                buffer.Write(value.Long != 0 ? KeyClass.True : KeyClass.False);
                break;
            case ValueKind.Number:
                NumberKey.Write(buffer, value.Number);
                break;
            case ValueKind.Double:
                NumberKey.Write(buffer, value.Double);
                break;
            case ValueKind.HugeNumber:
                NumberKey.WriteText(buffer, value.Bytes);
                break;
            case ValueKind.Moment:
                WriteMoment(buffer, value);
                break;
            case ValueKind.Structure when !asWritten:
                StructureKey.Write(buffer, value.Bytes);
                break;
            default:
                buffer.Write(value.Kind == ValueKind.Text ? KeyClass.Text : value.Kind == ValueKind.Binary ? KeyClass.Binary : KeyClass.RawStructure);
                buffer.WriteEnded(value.Bytes);
                break;
        }
    }

    private bool WriteHashed(KeyBuffer buffer, int row, Scratch scratch)
    {
        if (Hashed == 0)
            return false;
        var start = buffer.Length;
        var hasNull = false;
        buffer.Take(sizeof(ulong));
        foreach (ref readonly var source in sources.AsSpan(0, Hashed))
            hasNull |= !source.Write(buffer, row, scratch);
        var hashed = buffer.From(start);
        BinaryPrimitives.WriteUInt64BigEndian(hashed, KeyHash.Of(hashed[sizeof(ulong)..]));
        return hasNull;
    }

    private static void WriteMoment(KeyBuffer buffer, in Value value)
    {
        var bytes = buffer.Take(1 + sizeof(long));
        bytes[0] = KeyClass.OfMoment(value.Type);
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], value.Long ^ long.MinValue);
    }

    /// <summary>One key column of the batch at hand.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Source
    {
        private readonly Column column;
        private readonly KeyOrder order;
        private readonly Reading reading;

        public Source(Column column, KeyOrder order)
        {
            this.column = column;
            this.order = order;
            reading = !column.AllPresent ? Reading.Any : column switch
            {
                FixedColumn<long> { Type: DataType.Int64 } => Reading.Integers,
                DecimalColumn => Reading.Decimals,
                BytesColumn { Type: DataType.String } text when !text.Data.Contains((byte)0) => Reading.Texts,
                _ => Reading.Any,
            };
        }

        /// <summary>Writes the value of a row.</summary>
        /// <returns>False when it is null or absent.</returns>
        public bool Write(KeyBuffer buffer, int row, Scratch scratch)
        {
            var start = buffer.Length;
            switch (reading)
            {
                case Reading.Integers:
                    NumberKey.Write(buffer, ((FixedColumn<long>)column).Values[row]);
                    break;
                case Reading.Decimals:
                    NumberKey.Write(buffer, ((DecimalColumn)column).Values[row]);
                    break;
                case Reading.Texts:
                    WriteText(buffer, ((BytesColumn)column)[row]);
                    break;
                default:
                    var value = Value.At(column, row, scratch);
                    if (value.Kind is ValueKind.Null or ValueKind.Absent)
                    {
                        buffer.Write(order.NullsLast ? KeyClass.NullLast : KeyClass.NullFirst);
                        return false;
                    }

                    KeyEncoder.Write(buffer, value);
                    break;
            }

            if (order.IsDescending)
                Invert(buffer.From(start));
            return true;
        }

        private static void WriteText(KeyBuffer buffer, ReadOnlySpan<byte> text)
        {
            var bytes = buffer.Take(text.Length + 3);
            bytes[0] = KeyClass.Text;
            text.CopyTo(bytes[1..]);
            bytes[^2] = 0;
            bytes[^1] = 1;
        }

        private static void Invert(Span<byte> bytes)
        {
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)~bytes[i];
        }
    }
}
