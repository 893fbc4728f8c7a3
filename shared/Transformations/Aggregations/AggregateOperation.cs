namespace DataAggregator.Transformations.Aggregations;

/// <summary>What an aggregation makes of the values of a field. Null and missing values are left out of all of them.</summary>
internal enum AggregateOperation
{
    /// <summary>The exact sum.</summary>
    Sum,

    /// <summary>The mean, rounded half to even at ten digits after the point.</summary>
    Average,

    /// <summary>The same as <see cref="Average"/>.</summary>
    Avg,

    /// <summary>How many values there are; without a field, or with *, how many records.</summary>
    Count,

    /// <summary>How many different values there are.</summary>
    CountDistinct,

    /// <summary>The least value.</summary>
    Min,

    /// <summary>The greatest value.</summary>
    Max,

    /// <summary>The first value, in the order of the source.</summary>
    First,

    /// <summary>The last value, in the order of the source.</summary>
    Last,

    /// <summary>The value in the middle, or the mean of the two there.</summary>
    Median,

    /// <summary>The value below which so many percent lie, interpolated between neighbours.</summary>
    Percentile,

    /// <summary>The standard deviation, rounded half to even at ten digits after the point.</summary>
    Stddev,

    /// <summary>The variance, rounded half to even at ten digits after the point.</summary>
    Variance,

    /// <summary>The texts of all values, in the order of the source.</summary>
    Concat,

    /// <summary>All values as a JSON array, in the order of the source.</summary>
    List,
}
