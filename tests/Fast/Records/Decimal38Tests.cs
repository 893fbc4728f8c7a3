using System.Numerics;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Records;

/// <summary>Arithmetic at the edges of machine words and of 38 digits, against integers of any size.</summary>
public sealed class Decimal38Tests
{
    private static readonly BigInteger Limit = BigInteger.Pow(10, 38);

    private static readonly Decimal38[] Values =
    [
        .. from digits in (string[])["0", "1", "3", "5", "10", "15", "25", "999", "1000000000", "4611686018427387904", "9223372036854775807", "9223372036854775808", "10000000000000000000", "99999999999999999999999999999999999999"]
           from sign in (string[])["", "-"]
           from scale in (int[])[0, 1, 2, 10, 18, 19, 38]
           select new Decimal38(Int128.Parse(sign + digits), scale),
    ];

    [Fact]
    public void Adds_and_subtracts_exactly() => Each((left, right) =>
    {
        var scale = Math.Max(left.Scale, right.Scale);
        Check(() => left + right, At(left, scale) + At(right, scale), scale, $"{left} + {right}");
        Check(() => left - right, At(left, scale) - At(right, scale), scale, $"{left} - {right}");
    });

    [Fact]
    public void Compares_by_value() => Each((left, right) =>
    {
        var scale = Math.Max(left.Scale, right.Scale);
        Math.Sign(left.CompareTo(right)).ShouldBe(At(left, scale).CompareTo(At(right, scale)), $"{left} and {right}");
    });

    [Fact]
    public void Divides_half_even() => Each((left, right) =>
    {
        if (right.Unscaled == 0)
            return;
        // left / right = l * 10^(10 + rs) / (r * 10^ls), at ten digits.
        var quotient = HalfEven(left.Unscaled * BigInteger.Pow(10, 10 + right.Scale), right.Unscaled * BigInteger.Pow(10, left.Scale));
        // Zeros at the end of the fraction need no room.
        var scale = 10;
        for (; scale > 0 && (quotient % 10).IsZero; scale--)
            quotient /= 10;
        Check(() => Decimal38.Divide(left, right), quotient, scale, $"{left} / {right}");
    });

    [Fact]
    public void Rounds_half_even()
    {
        foreach (var value in Values)
        {
            foreach (var digits in (int[])[0, 1, 2, 9])
            {
                if (digits < value.Scale)
                    Check(() => value.Round(digits), HalfEven(value.Unscaled, BigInteger.Pow(10, value.Scale - digits)), digits, $"{value} at {digits}");
            }
        }
    }

    [Fact]
    public void Trims_zeros_alone()
    {
        foreach (var value in Values)
        {
            var trimmed = value.Trimmed();
            trimmed.ShouldBe(value);
            (trimmed.Scale == 0 || trimmed.Unscaled % 10 != 0).ShouldBeTrue();
        }
    }

    private static void Each(Action<Decimal38, Decimal38> check)
    {
        foreach (var left in Values)
        {
            foreach (var right in Values)
                check(left, right);
        }
    }

    private static void Check(Func<Decimal38> actual, BigInteger unscaled, int scale, string what)
    {
        Decimal38? result;
        try
        {
            result = actual();
        }
        catch (OverflowException)
        {
            result = null;
        }

        if (result is { } number)
            At(number, 60).ShouldBe(unscaled * BigInteger.Pow(10, 60 - scale), what);
        else
            // Beyond 38 digits at that scale, or on the way there.
            (BigInteger.Abs(unscaled) >= Limit || scale > 10).ShouldBeTrue(what);
    }

    private static BigInteger At(Decimal38 value, int scale) => value.Unscaled * BigInteger.Pow(10, scale - value.Scale);

    private static BigInteger HalfEven(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        var half = (BigInteger.Abs(remainder) * 2).CompareTo(BigInteger.Abs(divisor));
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + (dividend.Sign * divisor.Sign) : quotient;
    }
}
