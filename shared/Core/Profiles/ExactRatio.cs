using System.Numerics;

namespace DataAggregator.Core.Profiles;

/// <summary>Quotients of exact integers.</summary>
internal static class ExactRatio
{
    // Two bits more than a double needs: the last one says that there was more, so that the conversion rounds once and right.
    private const int Bits = 62;

    /// <summary>The quotient times 2^<paramref name="exponent"/> as the nearest double.</summary>
    public static double ToDouble(BigInteger dividend, BigInteger divisor, int exponent = 0)
    {
        if (dividend.IsZero || divisor.IsZero)
            return 0;
        var magnitude = BigInteger.Abs(dividend);
        var shift = (int)(divisor.GetBitLength() - magnitude.GetBitLength()) + Bits;
        var quotient = BigInteger.DivRem(shift > 0 ? magnitude << shift : magnitude, shift > 0 ? divisor : divisor << -shift, out var rest);
        var digits = (ulong)quotient | (rest.IsZero ? 0UL : 1UL);
        return dividend.Sign * Math.ScaleB(digits, exponent - shift);
    }

    /// <summary>The quotient by 10^<paramref name="scale"/> as a decimal of at most 10 digits after the point, rounded half to even; null when it has more than 38.</summary>
    public static Records.Decimal38? ToDecimal(BigInteger dividend, BigInteger divisor, int scale)
    {
        const int Digits = 10;
        if (divisor.IsZero)
            return null;
        var quotient = BigInteger.DivRem(dividend * BigInteger.Pow(10, Digits), divisor * BigInteger.Pow(10, scale), out var rest);
        var half = (BigInteger.Abs(rest) * 2).CompareTo(BigInteger.Abs(divisor) * BigInteger.Pow(10, scale));
        if (half > 0 || (half == 0 && !quotient.IsEven))
            quotient += dividend.Sign;
        return BigInteger.Abs(quotient) < BigInteger.Pow(10, Records.Decimal38.MaxDigits) ? new Records.Decimal38((Int128)quotient, Digits).Trimmed() : null;
    }
}
