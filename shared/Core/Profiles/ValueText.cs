using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>Values as bytes, by which they are told apart: numbers without trailing zeros, times as RFC 3339, text and binary as they are.</summary>
internal static class ValueText
{
    /// <summary>Bytes that hold any value which is not text or binary.</summary>
    public const int ScratchBytes = 64;

    /// <summary>The value of a row that is present.</summary>
    public static ReadOnlySpan<byte> Of(Column column, int row, Span<byte> scratch)
    {
        var length = 0;
        switch (column)
        {
            case BytesColumn bytes:
                return bytes[row];
            case FixedColumn<bool> bools:
                return bools.Values[row] ? "true"u8 : "false"u8;
            case FixedColumn<double> doubles:
                doubles.Values[row].TryFormat(scratch, out length, default, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case DecimalColumn decimals:
                decimals.Values[row].Trimmed().TryFormat(scratch, out length);
                break;
            case FixedColumn<long> { Type: DataType.Int64 } integers:
                Decimal38.FromInt64(integers.Values[row]).TryFormat(scratch, out length);
                break;
            case FixedColumn<long> times:
                length = Iso8601.Format(times.Type, times.Values[row], scratch);
                break;
        }

        return scratch[..length];
    }

    /// <summary>What the values of a type have in common: a number is none of the texts, whatever its digits.</summary>
    public static ulong FamilyOf(DataType type) => type switch
    {
        DataType.Int64 or DataType.Decimal or DataType.Double => 1,
        DataType.Bool => 2,
        _ => 3,
    };
}
