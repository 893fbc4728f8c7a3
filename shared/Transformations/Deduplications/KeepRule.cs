namespace DataAggregator.Transformations.Deduplications;

/// <summary>Which of several records with one key stays.</summary>
internal enum KeepRule
{
    /// <summary>The first in the order of the source.</summary>
    First,

    /// <summary>The last in the order of the source.</summary>
    Last,

    /// <summary>The one with the least value of a field; the first of several.</summary>
    Min,

    /// <summary>The one with the greatest value of a field; the first of several.</summary>
    Max,
}
