namespace DataAggregator.Transformations.Joins;

/// <summary>What many matches make of one record.</summary>
internal enum JoinMatch
{
    /// <summary>A record for each match.</summary>
    All,

    /// <summary>One record, with the first match in the source's order.</summary>
    First,
}
