using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>
/// PostgreSQL's binary <c>numeric</c>: four 16-bit words (count of digits, weight of the first digit, sign, digits after the point) and
/// then digits to base 10,000, most significant first, zeros at both ends left out. Digits are aligned to the point, in groups of four.
/// </summary>
internal static class NumericFormat
{
    /// <summary>Bytes that hold any <see cref="Decimal38"/>: 8 of header and at most 11 digits.</summary>
    public const int MaxLength = 8 + (11 * 2);

    private const short Negative = 0x4000;

    /// <summary>Writes a value.</summary>
    /// <returns>The bytes written.</returns>
    public static int Write(Decimal38 value, Span<byte> target)
    {
        var unscaled = value.Unscaled;
        var negative = Int128.IsNegative(unscaled);
        var magnitude = (UInt128)(negative ? -unscaled : unscaled);
        return Write(magnitude, negative, value.Scale, target);
    }

    /// <summary>Writes a whole number.</summary>
    /// <returns>The bytes written.</returns>
    public static int Write(long value, Span<byte> target) => Write(value < 0 ? (UInt128)(ulong)-(Int128)value : (ulong)value, value < 0, 0, target);

    /// <summary>Reads a value.</summary>
    /// <returns>False when it is NaN or infinite, or has more than 38 digits before or after the point.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out Decimal38 value)
    {
        value = default;
        var count = BinaryPrimitives.ReadInt16BigEndian(source);
        var weight = BinaryPrimitives.ReadInt16BigEndian(source[2..]);
        var sign = BinaryPrimitives.ReadUInt16BigEndian(source[4..]);
        var scale = BinaryPrimitives.ReadUInt16BigEndian(source[6..]);
        if (sign is not 0 and not (ushort)Negative || scale > Decimal38.MaxDigits)
            return false;

        // Group i counts 10^(4 * (weight - i)); in units of the last digit after the point that is 10^(4 * (weight - i) + scale).
        UInt128 magnitude = 0;
        for (var i = 0; i < count; i++)
        {
            var digit = (uint)BinaryPrimitives.ReadUInt16BigEndian(source[(8 + (2 * i))..]);
            var exponent = (4 * (weight - i)) + scale;
            if (digit == 0 || exponent <= -4)
                continue;
            if (exponent > Decimal38.MaxDigits - 4 && (exponent >= Decimal38.MaxDigits || digit >= Decimal38.PowerOfTen(Decimal38.MaxDigits - exponent)))
                return false;
            magnitude += exponent >= 0 ? digit * (UInt128)Decimal38.PowerOfTen(exponent) : digit / (UInt128)Decimal38.PowerOfTen(-exponent);
            if (magnitude >= (UInt128)Decimal38.PowerOfTen(Decimal38.MaxDigits))
                return false;
        }

        value = new Decimal38(sign == 0 ? (Int128)magnitude : -(Int128)magnitude, scale);
        return true;
    }

    /// <summary>Any value as text, also one that is no <see cref="Decimal38"/>.</summary>
    public static string ToText(ReadOnlySpan<byte> source)
    {
        switch (BinaryPrimitives.ReadUInt16BigEndian(source[4..]))
        {
            case 0xC000:
                return "NaN";
            case 0xD000:
                return "Infinity";
            case 0xF000:
                return "-Infinity";
        }

        var count = BinaryPrimitives.ReadInt16BigEndian(source);
        var weight = BinaryPrimitives.ReadInt16BigEndian(source[2..]);
        var scale = BinaryPrimitives.ReadUInt16BigEndian(source[6..]);
        var text = new StringBuilder(BinaryPrimitives.ReadUInt16BigEndian(source[4..]) == 0 ? "" : "-");
        for (var group = 0; group <= weight; group++)
            text.Append(Digit(source, group, count).ToString(group == 0 ? "D" : "D4", CultureInfo.InvariantCulture));
        if (weight < 0)
            text.Append('0');
        if (scale == 0)
            return text.ToString();
        var fraction = new StringBuilder();
        for (var group = weight + 1; fraction.Length < scale; group++)
            fraction.Append(Digit(source, group, count).ToString("D4", CultureInfo.InvariantCulture));
        return text.Append('.').Append(fraction, 0, scale).ToString();
    }

    private static int Digit(ReadOnlySpan<byte> source, int group, int count) =>
        group >= 0 && group < count ? BinaryPrimitives.ReadUInt16BigEndian(source[(8 + (2 * group))..]) : 0;

    private static int Write(UInt128 magnitude, bool negative, int scale, Span<byte> target)
    {
        // Groups from the least significant: the first is padded on the right, so that groups meet at the point.
        Span<ushort> groups = stackalloc ushort[12];
        var fractionGroups = (scale + 3) >> 2;
        var count = 0;
        var padding = (fractionGroups << 2) - scale;
        if (padding > 0 && magnitude <= ulong.MaxValue)
        {
            // Nearly every number: without the division of 128 bits.
            var (rest, last) = Math.DivRem((ulong)magnitude, Power(4 - padding));
            groups[count++] = (ushort)((uint)last * Power(padding));
            magnitude = rest;
        }
        else if (padding > 0)
        {
            var (rest, last) = UInt128.DivRem(magnitude, Power(4 - padding));
            groups[count++] = (ushort)((uint)last * Power(padding));
            magnitude = rest;
        }

        while (magnitude > ulong.MaxValue)
        {
            var (rest, chunk) = UInt128.DivRem(magnitude, 10_000_000_000_000_000);
            var word = (ulong)chunk;
            for (var i = 0; i < 4; i++, word /= 10_000)
                groups[count++] = (ushort)(word % 10_000);
            magnitude = rest;
        }

        for (var word = (ulong)magnitude; word != 0; word /= 10_000)
            groups[count++] = (ushort)(word % 10_000);
        while (count > 0 && groups[count - 1] == 0)
            count--;
        var lowest = 0;
        while (lowest < count && groups[lowest] == 0)
            lowest++;

        var digits = count - lowest;
        BinaryPrimitives.WriteInt16BigEndian(target, (short)digits);
        BinaryPrimitives.WriteInt16BigEndian(target[2..], (short)(digits == 0 ? 0 : count - 1 - fractionGroups));
        BinaryPrimitives.WriteInt16BigEndian(target[4..], negative && digits > 0 ? Negative : (short)0);
        BinaryPrimitives.WriteInt16BigEndian(target[6..], (short)scale);
        for (var i = 0; i < digits; i++)
            BinaryPrimitives.WriteUInt16BigEndian(target[(8 + (2 * i))..], groups[count - 1 - i]);
        return 8 + (2 * digits);
    }

    private static uint Power(int exponent) => exponent switch
    {
        1 => 10,
        2 => 100,
        _ => 1000,
    };
}
