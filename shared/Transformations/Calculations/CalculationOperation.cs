namespace DataAggregator.Transformations.Calculations;

/// <summary>What a calculation does to its operands.</summary>
internal enum CalculationOperation
{
    Sum,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Round,
    Min,
    Max,
}
