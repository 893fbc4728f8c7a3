namespace DataAggregator.Transformations.Deduplications;

/// <summary>When two records are duplicates.</summary>
internal enum DuplicateMatch
{
    /// <summary>When they are equal in all key fields.</summary>
    Exact,

    /// <summary>When they are of one block, and alike enough in the fields that are compared.</summary>
    Fuzzy,
}
