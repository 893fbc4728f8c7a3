using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>
/// Numbers as bytes that compare as the numbers do, and are the same for equal ones whatever column they stand in: the sign, the power of
/// ten of the first digit, then the digits in words of 18, each with a bit that says whether another follows. Bytes of negative numbers are inverted.
/// </summary>
internal static class NumberKey
{
    private const int WordDigits = 18;
    private const int ExponentBias = 1 << 23;

    private static readonly ulong[] Powers = [.. Enumerable.Range(0, 20).Select(exponent => (ulong)Decimal38.PowerOfTen(exponent))];

    /// <summary>Writes an integer.</summary>
    public static void Write(KeyBuffer buffer, long value)
    {
        if (value == 0)
            buffer.Write(KeyClass.Zero);
        else
            Write(buffer, value < 0, value < 0 ? unchecked(0UL - (ulong)value) : (ulong)value, 0);
    }

    /// <summary>Writes a decimal.</summary>
    public static void Write(KeyBuffer buffer, Decimal38 value)
    {
        var unscaled = value.Unscaled;
        var magnitude = (UInt128)Int128.Abs(unscaled);
        if (magnitude <= ulong.MaxValue)
        {
            if (magnitude == 0)
                buffer.Write(KeyClass.Zero);
            else
                Write(buffer, Int128.IsNegative(unscaled), (ulong)magnitude, value.Scale);
            return;
        }

        Span<byte> digits = stackalloc byte[40];
        magnitude.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        WriteDigits(buffer, Int128.IsNegative(unscaled), digits[..count], count - value.Scale);
    }

    /// <summary>Writes a double as the decimal that its shortest text is.</summary>
    public static void Write(KeyBuffer buffer, double value)
    {
        if (!double.IsFinite(value))
        {
            buffer.Write(double.IsNaN(value) ? KeyClass.NotANumber : value > 0 ? KeyClass.PositiveInfinity : KeyClass.NegativeInfinity);
            return;
        }

        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var written, "R", CultureInfo.InvariantCulture);
        WriteText(buffer, text[..written]);
    }

    /// <summary>Writes a number of any size, given as JSON has it.</summary>
    public static void WriteText(KeyBuffer buffer, ReadOnlySpan<byte> json)
    {
        var isNegative = json[0] == '-';
        var digits = json.Length <= 256 ? stackalloc byte[256] : new byte[json.Length];
        var (count, exponent, position) = (0, 0, isNegative ? 1 : 0);
        var afterPoint = false;
        for (; position < json.Length && json[position] is not ((byte)'e' or (byte)'E'); position++)
        {
            if (json[position] == '.')
            {
                afterPoint = true;
                continue;
            }

            if (count > 0 || json[position] != '0')
                digits[count++] = json[position];
            if (!afterPoint && count > 0)
                exponent++;
            else if (afterPoint && count == 0)
                exponent--;
        }

        // A power of ten beyond any that can be told apart here counts as the greatest.
        if (position < json.Length)
        {
            if (!int.TryParse(json[(position + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power))
                power = json[position + 1] == '-' ? int.MinValue : int.MaxValue;
            exponent = (int)Math.Clamp((long)power + exponent, 1 - ExponentBias, ExponentBias - 1);
        }

        if (count == 0)
            buffer.Write(KeyClass.Zero);
        else
            WriteDigits(buffer, isNegative, digits[..count], exponent);
    }

    /// <summary>Reads a number as JSON text into <paramref name="text"/>; <paramref name="key"/> then begins after it.</summary>
    public static void Read(ref ReadOnlySpan<byte> key, KeyBuffer text)
    {
        var isNegative = key[0] == KeyClass.Negative;
        var mask = isNegative ? uint.MaxValue : 0;
        var exponent = (int)((BinaryPrimitives.ReadUInt32BigEndian(key) ^ mask) & 0xFFFFFF) - ExponentBias;
        key = key[4..];
        var digits = new KeyBuffer();
        for (var more = true; more; key = key[sizeof(ulong)..])
        {
            var word = BinaryPrimitives.ReadUInt64BigEndian(key) ^ (isNegative ? ulong.MaxValue : 0);
            more = (word & 1) != 0;
            (word >> 1).TryFormat(digits.Take(WordDigits), out _, "D18", CultureInfo.InvariantCulture);
        }

        if (isNegative)
            text.Write((byte)'-');
        WriteJson(text, digits.Written.TrimEnd((byte)'0'), exponent);
    }

    private static void WriteJson(KeyBuffer text, ReadOnlySpan<byte> digits, int exponent)
    {
        if (exponent is < -Decimal38.MaxDigits or > Decimal38.MaxDigits)
        {
            text.Write(digits[..1]);
            if (digits.Length > 1)
                text.Write((byte)'.');
            text.Write(digits[1..]);
            text.Write((byte)'e');
            Span<byte> power = stackalloc byte[12];
            (exponent - 1).TryFormat(power, out var written, default, CultureInfo.InvariantCulture);
            text.Write(power[..written]);
            return;
        }

        if (exponent <= 0)
        {
            text.Write("0."u8);
            text.Take(-exponent).Fill((byte)'0');
            text.Write(digits);
            return;
        }

        var whole = Math.Min(exponent, digits.Length);
        text.Write(digits[..whole]);
        text.Take(exponent - whole).Fill((byte)'0');
        if (whole < digits.Length)
            text.Write((byte)'.');
        text.Write(digits[whole..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(KeyBuffer buffer, bool isNegative, ulong magnitude, int scale)
    {
        var count = CountDigits(magnitude);
        if (count <= WordDigits)
        {
            WriteWord(buffer.Take(12), isNegative, count - scale, magnitude * Powers[WordDigits - count]);
            return;
        }

        var (first, rest) = Math.DivRem(magnitude, Powers[count - WordDigits]);
        if (rest == 0)
        {
            WriteWord(buffer.Take(12), isNegative, count - scale, first);
            return;
        }

        var words = buffer.Take(20);
        WriteWord(words, isNegative, count - scale, first, more: 1);
        BinaryPrimitives.WriteUInt64BigEndian(words[12..], ((rest * Powers[(2 * WordDigits) - count]) << 1) ^ (isNegative ? ulong.MaxValue : 0));
    }

    private static void WriteWord(Span<byte> bytes, bool isNegative, int exponent, ulong word, uint more = 0)
    {
        var head = (uint)(exponent + ExponentBias) ^ (isNegative ? 0xFFFFFFu : 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, head | ((isNegative ? (uint)KeyClass.Negative : KeyClass.Positive) << 24));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[4..], ((word << 1) | more) ^ (isNegative ? ulong.MaxValue : 0));
    }

    private static void WriteDigits(KeyBuffer buffer, bool isNegative, ReadOnlySpan<byte> digits, int exponent)
    {
        digits = digits.TrimEnd((byte)'0');
        var first = TakeWord(ref digits);
        WriteWord(buffer.Take(12), isNegative, exponent, first, digits.IsEmpty ? 0u : 1u);
        while (!digits.IsEmpty)
        {
            var word = TakeWord(ref digits) << 1;
            BinaryPrimitives.WriteUInt64BigEndian(buffer.Take(sizeof(ulong)), (digits.IsEmpty ? word : word | 1) ^ (isNegative ? ulong.MaxValue : 0));
        }
    }

    private static ulong TakeWord(ref ReadOnlySpan<byte> digits)
    {
        var word = 0UL;
        for (var i = 0; i < WordDigits; i++)
            word = (word * 10) + (i < digits.Length ? (ulong)(digits[i] - '0') : 0);
        digits = digits[Math.Min(WordDigits, digits.Length)..];
        return word;
    }

    private static int CountDigits(ulong value)
    {
        // 1233 / 4096 is just above log10(2).
        var guess = (BitOperations.Log2(value) + 1) * 1233 >> 12;
        return guess + (value >= Powers[guess] ? 1 : 0);
    }
}
