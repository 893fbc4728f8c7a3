using System.Runtime.CompilerServices;

namespace DataAggregator.Core.Records;

/// <summary>Reads decimals from UTF-8 text: up to 18 digits in one machine word, longer ones in 128 bits.</summary>
internal static class Decimal38Parser
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out Decimal38 value)
    {
        value = default;
        var position = 0;
        var negative = false;
        if (position < text.Length && text[position] is (byte)'-' or (byte)'+')
            negative = text[position++] == '-';

        var start = position;
        Int128 unscaled = 0;
        ulong word = 0;
        int significant = 0, digits = 0, scale = 0;
        var wide = false;
        var afterPoint = false;
        for (; position < text.Length; position++)
        {
            var digit = (uint)(text[position] - '0');
            if (digit > 9)
            {
                if (text[position] != '.' || afterPoint || position == start)
                    break;
                afterPoint = true;
                continue;
            }

            digits++;
            if (afterPoint)
                scale++;
            if (significant > 0 || digit != 0)
                significant++;
            if (significant > Decimal38.MaxDigits)
                return false;
            if (significant <= 18)
            {
                word = (word * 10) + digit;
                continue;
            }

            if (!wide)
                (wide, unscaled) = (true, word);
            unscaled = (unscaled * 10) + digit;
        }

        if (digits == 0 || text[position - 1] == '.')
            return false;
        if (position < text.Length && !TryReadExponent(text[position..], ref scale))
            return false;
        if (!wide && (uint)scale <= Decimal38.MaxDigits)
        {
            value = Decimal38.FromUnscaled(negative ? -(long)word : (long)word, scale);
            return true;
        }

        if (!wide)
            unscaled = word;
        return TryMake(negative ? -unscaled : unscaled, scale, significant, out value);
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref int scale)
    {
        if (text[0] is not ((byte)'e' or (byte)'E') || text.Length < 2)
            return false;
        var negative = text[1] == '-';
        var position = text[1] is (byte)'-' or (byte)'+' ? 2 : 1;
        if (position == text.Length)
            return false;
        var exponent = 0;
        for (; position < text.Length; position++)
        {
            var digit = (uint)(text[position] - '0');
            if (digit > 9)
                return false;
            exponent = Math.Min((exponent * 10) + (int)digit, 100_000);
        }

        scale += negative ? exponent : -exponent;
        return true;
    }

    private static bool TryMake(Int128 unscaled, int scale, int significant, out Decimal38 value)
    {
        value = default;
        if (unscaled == 0)
            scale = Math.Clamp(scale, 0, Decimal38.MaxDigits);
        if (scale < 0)
        {
            if (significant - scale > Decimal38.MaxDigits)
                return false;
            unscaled *= Decimal38.PowerOfTen(-scale);
            scale = 0;
        }

        if (scale > Decimal38.MaxDigits)
            return false;
        value = new Decimal38(unscaled, scale);
        return true;
    }
}
