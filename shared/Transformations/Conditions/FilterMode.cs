namespace DataAggregator.Transformations.Conditions;

/// <summary>What a filter does with the records that meet its condition.</summary>
internal enum FilterMode
{
    /// <summary>Keeps them.</summary>
    Include,

    /// <summary>Leaves them out.</summary>
    Exclude,
}
