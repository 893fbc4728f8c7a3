namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>Which instant is meant by a local time that a zone has twice as its clocks go back.</summary>
internal enum OverlapRule
{
    /// <summary>The first, before the clocks go back.</summary>
    First,

    /// <summary>The last.</summary>
    Last,

    /// <summary>The operation cannot take it.</summary>
    Reject,
}
