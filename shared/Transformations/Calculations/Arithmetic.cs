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
        CalculationOperation.Modulo => left % right,
        CalculationOperation.Min => right < left ? right : left,
        CalculationOperation.Max => right > left ? right : left,
        _ => throw new NotSupportedException($"{operation} has no second operand."),
    };
}
