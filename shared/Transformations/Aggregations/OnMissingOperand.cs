namespace DataAggregator.Transformations.Aggregations;

/// <summary>What an aggregation does about a value that is missing, or no number where one is needed.</summary>
internal enum OnMissingOperand
{
    /// <summary>The record is rejected.</summary>
    Reject,

    /// <summary>The value is left out.</summary>
    Skip,

    /// <summary>The value counts as zero.</summary>
    Zero,
}
