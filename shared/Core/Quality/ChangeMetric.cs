namespace DataAggregator.Core.Quality;

/// <summary>What is compared with earlier runs.</summary>
public enum ChangeMetric
{
    /// <summary>The shares of the most frequent values: the population stability index.</summary>
    Categories,

    /// <summary>The share of records whose value is null or absent: the difference.</summary>
    NullRatio,

    /// <summary>The mean of numbers: the relative difference.</summary>
    Mean,

    /// <summary>The number of records: the relative difference.</summary>
    RowCount,
}
