namespace DataAggregator.Transformations.Calculations;

/// <summary>What a calculation does about an operand that is missing, null or no number.</summary>
internal enum OnMissing
{
    /// <summary>The record is rejected.</summary>
    Reject,

    /// <summary>The result is null.</summary>
    Null,

    /// <summary>The operand counts as zero.</summary>
    Zero,

    /// <summary>The operand is left out; with none left the result is null.</summary>
    Skip,
}
