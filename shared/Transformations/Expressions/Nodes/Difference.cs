using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>The difference of two numbers.</summary>
internal readonly struct Difference : IArithmetic
{
    public static Decimal38 Of(Decimal38 left, Decimal38 right) => left - right;

    public static double Of(double left, double right) => left - right;
}
