namespace DataAggregator.Transformations.Sorting;

/// <summary>Which values come first.</summary>
internal enum SortDirection
{
    /// <summary>Small ones.</summary>
    Asc,

    /// <summary>Great ones.</summary>
    Desc,

    /// <summary>The same as <see cref="Asc"/>.</summary>
    Ascending,

    /// <summary>The same as <see cref="Desc"/>.</summary>
    Descending,
}
