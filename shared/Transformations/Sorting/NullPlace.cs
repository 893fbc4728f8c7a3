namespace DataAggregator.Transformations.Sorting;

/// <summary>Where null and missing values stand among the others.</summary>
internal enum NullPlace
{
    /// <summary>Before them.</summary>
    First,

    /// <summary>After them.</summary>
    Last,
}
