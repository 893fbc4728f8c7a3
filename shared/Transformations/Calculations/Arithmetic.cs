using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Calculations;

/// <summary>Exact arithmetic on two numbers.</summary>
internal static class Arithmetic
{
    /// <summary>The result of <paramref name="operation"/>.</summary>
    /// <exception cref="OverflowException">It does not fit 38 digits.</exception>
    /// <exception cref="DivideByZeroException">The right operand of a division is zero.</exception>
    public static Decimal38 Apply(CalculationOperation operation, Decimal38 left, Decimal38 right, int scale) => operation switch
    {
        CalculationOperation.Sum => left + right,
        CalculationOperation.Subtract => left - right,
        CalculationOperation.Multiply => left * right,
        CalculationOperation.Divide => Decimal38.Divide(left, right, scale),
        CalculationOperation.Modulo => Modulo(left, right),
        CalculationOperation.Min => right < left ? right : left,
        CalculationOperation.Max => right > left ? right : left,
        _ => throw new NotSupportedException($"{operation} has no second operand."),
    };

    /// <summary>The remainder of the division truncated towards zero; it has the sign of <paramref name="left"/>.</summary>
    private static Decimal38 Modulo(Decimal38 left, Decimal38 right)
    {
        if (right.Unscaled == 0)
            throw new DivideByZeroException("Division by zero.");
        var scale = Math.Max(left.Scale, right.Scale);
        var (dividend, divisor) = checked((left.Unscaled * Decimal38.PowerOfTen(scale - left.Scale), right.Unscaled * Decimal38.PowerOfTen(scale - right.Scale)));
        return new Decimal38(dividend % divisor, scale);
    }
}
