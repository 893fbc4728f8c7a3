using System.Numerics;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Quotients of integers of any size as decimals, rounded half to even.</summary>
internal static class ExactQuotient
{
    /// <summary>Digits after the point at which averages, variances and deviations are rounded.</summary>
    public const int Scale = 10;

    private static readonly BigInteger TooMany = BigInteger.Pow(10, Decimal38.MaxDigits);

    /// <summary><paramref name="numerator"/> / <paramref name="denominator"/>, rounded at <paramref name="scale"/> digits after the point, or at as many as 38 digits leave.</summary>
    /// <param name="numerator">Any integer.</param>
    /// <param name="denominator">Above zero.</param>
    /// <param name="scale">0 to 38.</param>
    /// <exception cref="OverflowException">It has more than 38 digits before the point.</exception>
    public static Decimal38 Of(BigInteger numerator, BigInteger denominator, int scale)
    {
        var quotient = BigInteger.DivRem(numerator * BigInteger.Pow(10, scale), denominator, out var remainder);
        quotient = Rounded(quotient, (BigInteger.Abs(remainder) * 2).CompareTo(denominator), numerator.Sign);
        return IsTooLong(quotient, scale) ? Of(numerator, denominator, scale - 1) : Exact(quotient, scale).Trimmed();
    }

    /// <summary>The square root of <paramref name="numerator"/> / <paramref name="denominator"/>, rounded at <see cref="Scale"/> digits after the point, or at as many as 38 digits leave.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits before the point.</exception>
    public static Decimal38 RootOf(BigInteger numerator, BigInteger denominator) => RootOf(numerator, denominator, Scale);

    /// <summary>An integer as a decimal.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits.</exception>
    public static Decimal38 Exact(BigInteger unscaled, int scale)
    {
        while (scale > 0 && (scale > Decimal38.MaxDigits || unscaled > (BigInteger)Int128.MaxValue || unscaled < (BigInteger)Int128.MinValue))
        {
            unscaled = BigInteger.DivRem(unscaled, 10, out var digit);
            scale--;
            if (!digit.IsZero)
                throw new OverflowException("The number has more than 38 digits.");
        }

        return new Decimal38(checked((Int128)unscaled), scale);
    }

    private static Decimal38 RootOf(BigInteger numerator, BigInteger denominator, int scale)
    {
        var square = numerator * BigInteger.Pow(10, 2 * scale);
        var root = Root(square / denominator);
        // Whether the exact root is beyond the middle between this and the next: both sides squared, times four.
        var middle = (2 * root) + 1;
        root = Rounded(root, (square * 4).CompareTo(middle * middle * denominator), 1);
        return IsTooLong(root, scale) ? RootOf(numerator, denominator, scale - 1) : Exact(root, scale).Trimmed();
    }

    private static BigInteger Rounded(BigInteger quotient, int half, int sign) => half > 0 || (half == 0 && !quotient.IsEven) ? quotient + sign : quotient;

    // What was rounded is not rounded again, so one digit less is reckoned anew.
    private static bool IsTooLong(BigInteger quotient, int scale) => scale > 0 && BigInteger.Abs(quotient) >= TooMany;

    /// <summary>The greatest integer whose square is not above <paramref name="value"/>, by Newton's method from above.</summary>
    private static BigInteger Root(BigInteger value)
    {
        if (value.IsZero)
            return value;
        var root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }
}
