namespace DataAggregator.Transformations.Joins;

/// <summary>What a lookup gives for a value that the source does not have.</summary>
internal enum OnNoMatch
{
    /// <summary>The default where there is one, else null.</summary>
    Null,

    /// <summary>The value looked up.</summary>
    Keep,

    /// <summary>Nothing: the record is rejected.</summary>
    Reject,
}
