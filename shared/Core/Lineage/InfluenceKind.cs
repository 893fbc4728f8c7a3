namespace DataAggregator.Core.Lineage;

/// <summary>How a field decides about records without being part of what comes out.</summary>
public enum InfluenceKind
{
    /// <summary>Whether a record stays: filters, validations, duplicates.</summary>
    Filter,

    /// <summary>Which records belong together in a join or lookup.</summary>
    Join,

    /// <summary>Which records are aggregated together.</summary>
    GroupBy,

    /// <summary>The order of records.</summary>
    Sort,

    /// <summary>Which records a window function looks at.</summary>
    Window,

    /// <summary>Which steps a record goes through.</summary>
    Condition,
}
