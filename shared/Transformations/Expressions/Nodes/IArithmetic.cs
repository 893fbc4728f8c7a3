using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>An arithmetic operator on exact numbers and on doubles.</summary>
internal interface IArithmetic
{
    /// <summary>The exact result; throws an <see cref="OverflowException"/> beyond 38 digits.</summary>
    static abstract Decimal38 Of(Decimal38 left, Decimal38 right);

    /// <summary>The result of doubles.</summary>
    static abstract double Of(double left, double right);
}
