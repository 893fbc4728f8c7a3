namespace DataAggregator.Transformations.Aggregations;

/// <summary>What the values are taken for in a variance.</summary>
internal enum Statistic
{
    /// <summary>A sample: the sum of squares is divided by one less than the number of values.</summary>
    Sample,

    /// <summary>All there is: it is divided by their number.</summary>
    Population,
}
