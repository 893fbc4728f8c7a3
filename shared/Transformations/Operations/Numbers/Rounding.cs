using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Numbers;

/// <summary>Rounds decimals exactly.</summary>
internal static class Rounding
{
    /// <summary>The number with at most that many digits after the point.</summary>
    /// <exception cref="OverflowException">It has more than 38 digits then.</exception>
    public static Decimal38 Round(Decimal38 number, int digits, RoundingMode mode)
    {
        if (number.Scale <= digits || mode == RoundingMode.HalfEven)
            return number.Round(digits);
        var divisor = Decimal38.PowerOfTen(number.Scale - digits);
        var (quotient, remainder) = Int128.DivRem(number.Unscaled, divisor);
        var sign = Int128.Sign(number.Unscaled);
        var away = mode switch
        {
            RoundingMode.Down => false,
            RoundingMode.Up => remainder != 0,
            RoundingMode.Floor => remainder != 0 && sign < 0,
            RoundingMode.Ceiling => remainder != 0 && sign > 0,
            // Half of the divisor, a power of ten from 10 on, is exact.
            _ => Int128.Abs(remainder) >= divisor / 2,
        };
        return new Decimal38(away ? quotient + sign : quotient, digits);
    }
}
