namespace DataAggregator.Transformations.Windows;

/// <summary>What a window function finds out about a record from those around it. Sums and the like run from the partition's first record to the one at hand.</summary>
internal enum WindowOperation
{
    /// <summary>The record's number in its partition, from 1 on.</summary>
    RowNumber,

    /// <summary>As <see cref="RowNumber"/>, but records that are equal in the order share the first one's number.</summary>
    Rank,

    /// <summary>As <see cref="Rank"/>, without gaps.</summary>
    DenseRank,

    /// <summary>The value of the record so many before.</summary>
    Lag,

    /// <summary>The value of the record so many behind.</summary>
    Lead,

    /// <summary>The value of the partition's first record.</summary>
    FirstValue,

    /// <summary>The value of the partition's last record.</summary>
    LastValue,

    /// <summary>The running sum.</summary>
    Sum,

    /// <summary>The running average.</summary>
    Average,

    /// <summary>The same as <see cref="Average"/>.</summary>
    Avg,

    /// <summary>The least value so far.</summary>
    Min,

    /// <summary>The greatest value so far.</summary>
    Max,

    /// <summary>How many values there were so far; without a field, how many records.</summary>
    Count,
}
