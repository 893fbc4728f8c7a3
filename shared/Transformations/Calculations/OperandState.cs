namespace DataAggregator.Transformations.Calculations;

/// <summary>What an operand of a calculation is.</summary>
internal enum OperandState
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>Null, or not there at all.</summary>
    Missing,

    /// <summary>Something else than a number.</summary>
    NotNumeric,

    /// <summary>A number that 38 digits do not hold.</summary>
    OutOfRange,
}
