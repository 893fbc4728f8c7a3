namespace DataAggregator.Transformations.Joins;

/// <summary>Which records a join gives.</summary>
internal enum JoinType
{
    /// <summary>All records at hand, with nulls where nothing matches.</summary>
    Left,

    /// <summary>Records at hand that something matches.</summary>
    Inner,

    /// <summary>Records at hand that something matches, and then those of the source that nothing matched.</summary>
    Right,

    /// <summary>All records at hand, and then those of the source that nothing matched.</summary>
    Full,

    /// <summary>Records at hand that nothing matches, as they are.</summary>
    Anti,

    /// <summary>Records at hand that something matches, as they are.</summary>
    Semi,
}
