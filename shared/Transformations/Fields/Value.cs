using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Fields;

/// <summary>One value of a column, read by what it is: a value of a json column is the scalar that it holds. Lives no longer than its column and scratch.</summary>
internal readonly ref struct Value
{
    private Value(ValueKind kind) => Kind = kind;

    /// <summary>What it is.</summary>
    public ValueKind Kind { get; }

    /// <summary>The value, of a <see cref="ValueKind.Number"/>.</summary>
    public Decimal38 Number { get; private init; }

    /// <summary>The value, of a <see cref="ValueKind.Double"/>.</summary>
    public double Double { get; private init; }

    /// <summary>The value, of a <see cref="ValueKind.Bool"/> (0 or 1) or <see cref="ValueKind.Moment"/> (as its column keeps it).</summary>
    public long Long { get; private init; }

    /// <summary>The type of the column, which tells moments apart.</summary>
    public DataType Type { get; private init; }

    /// <summary>Text without quotes and escapes, JSON of a structure or huge number, or bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; private init; }

    /// <summary>The value at a row.</summary>
    public static Value At(Column column, int row, Scratch scratch)
    {
        if (column.IsAbsent(row))
            return new Value(ValueKind.Absent);
        if (column.IsNull(row))
            return new Value(ValueKind.Null);
        return column switch
        {
            BytesColumn bytes when bytes.Type == DataType.Json => OfJson(bytes[row], scratch),
            BytesColumn bytes => new Value(bytes.Type == DataType.Binary ? ValueKind.Binary : ValueKind.Text) { Bytes = bytes[row], Type = bytes.Type },
            FixedColumn<long> { Type: DataType.Int64 } longs => new Value(ValueKind.Number) { Number = Decimal38.FromInt64(longs.Values[row]), Type = DataType.Int64 },
            FixedColumn<long> moments => new Value(ValueKind.Moment) { Long = moments.Values[row], Type = moments.Type },
            DecimalColumn decimals => new Value(ValueKind.Number) { Number = decimals.Values[row], Type = DataType.Decimal },
            FixedColumn<bool> bools => new Value(ValueKind.Bool) { Long = bools.Values[row] ? 1 : 0, Type = DataType.Bool },
            FixedColumn<double> doubles => new Value(ValueKind.Double) { Double = doubles.Values[row], Type = DataType.Double },
            _ => throw new NotSupportedException($"A column of {column.GetType().Name} cannot be read."),
        };
    }

    /// <summary>A double.</summary>
    public static Value Of(double value) => new(ValueKind.Double) { Double = value, Type = DataType.Double };

    /// <summary>The value of a JSON text.</summary>
    public static Value OfJson(ReadOnlySpan<byte> json, Scratch scratch)
    {
        switch (json[0])
        {
            case (byte)'"':
                var text = json[1..^1];
                return new Value(ValueKind.Text) { Bytes = text.Contains((byte)'\\') ? Unescape(json, scratch) : text, Type = DataType.Json };
            case (byte)'n':
                return new Value(ValueKind.Null);
            case (byte)'t' or (byte)'f':
                return new Value(ValueKind.Bool) { Long = json[0] == 't' ? 1 : 0, Type = DataType.Json };
            case (byte)'{' or (byte)'[':
                return new Value(ValueKind.Structure) { Bytes = json, Type = DataType.Json };
            default:
                return Decimal38.TryParse(json, out var number)
                    ? new Value(ValueKind.Number) { Number = number, Type = DataType.Json }
                    : new Value(ValueKind.HugeNumber) { Bytes = json, Type = DataType.Json };
        }
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> json, Scratch scratch)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var buffer = scratch.Bytes(json.Length);
        return buffer[..reader.CopyString(buffer)];
    }
}
