using System.Buffers.Binary;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>
/// Reads the fields of one column in COPY's binary format into a builder: first <see cref="TryRead"/> for every field of a row, then, when
/// all could be read, <see cref="Append"/>.
/// </summary>
internal abstract class ValueReader
{
    /// <summary>Reads a field, without appending it.</summary>
    /// <returns>False when the column's type has no such value.</returns>
    public abstract bool TryRead(ReadOnlySpan<byte> field);

    /// <summary>Appends the field just read.</summary>
    public abstract void Append(ReadOnlySpan<byte> field);

    /// <summary>The code and reason for a field that was not read, and the field as text.</summary>
    public virtual (string Code, string Message, string Text) Refuse(ReadOnlySpan<byte> field) =>
        throw new NotSupportedException($"{GetType().Name} reads every value.");

    /// <summary>The reader into a builder; the server sends the type that <see cref="SelectType"/> names.</summary>
    public static ValueReader For(ColumnBuilder builder) => builder switch
    {
        FixedBuilder<bool> bools => new FixedValueReader<bool>(bools, static field => field[0] != 0),
        FixedBuilder<double> doubles => new FixedValueReader<double>(doubles, BinaryPrimitives.ReadDoubleBigEndian),
        FixedBuilder<long> { Type: DataType.Int64 or DataType.Time } longs => new FixedValueReader<long>(longs, BinaryPrimitives.ReadInt64BigEndian),
        FixedBuilder<long> moments => new MomentValueReader(moments),
        DecimalBuilder decimals => new DecimalValueReader(decimals),
        BytesBuilder bytes => new BytesValueReader(bytes),
        _ => throw new NotSupportedException($"There is no reader for {builder.Type}."),
    };

    /// <summary>The type that a column is cast to in the statement, so that its binary form follows from the field's type alone.</summary>
    public static string SelectType(DataType type) => type switch
    {
        DataType.Bool => "bool",
        DataType.Int64 => "int8",
        DataType.Decimal => "numeric",
        DataType.Double => "float8",
        DataType.Date => "date",
        DataType.Time => "time",
        DataType.Timestamp => "timestamptz",
        DataType.LocalTimestamp => "timestamp",
        DataType.Binary => "bytea",
        _ => "text",
    };
}
