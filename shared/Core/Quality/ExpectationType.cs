namespace DataAggregator.Core.Quality;

/// <summary>What an expectation looks at.</summary>
public enum ExpectationType
{
    /// <summary>The number of records.</summary>
    RowCount,

    /// <summary>The share of records whose value is null or absent.</summary>
    NullRatio,

    /// <summary>That no two records have one value.</summary>
    Unique,

    /// <summary>The number of different values, which is an estimate where there are many.</summary>
    DistinctCount,

    /// <summary>The least and the greatest number or instant.</summary>
    ValueRange,

    /// <summary>The mean of numbers.</summary>
    Mean,

    /// <summary>That every value is one of a list.</summary>
    ValuesIn,

    /// <summary>How old the newest instant or date is.</summary>
    Freshness,

    /// <summary>How much the run differs from the last successful ones.</summary>
    DistributionChange,
}
