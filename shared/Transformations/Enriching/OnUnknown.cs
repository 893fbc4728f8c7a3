namespace DataAggregator.Transformations.Enriching;

/// <summary>What becomes of a record that nothing is known of elsewhere.</summary>
internal enum OnUnknown
{
    /// <summary>It goes on with nulls.</summary>
    Null,

    /// <summary>It is rejected.</summary>
    Reject,
}
