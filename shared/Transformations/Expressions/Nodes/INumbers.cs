using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Exact numbers by row. A structure a kind of column, so that loops over them are compiled for each kind.</summary>
internal interface INumbers
{
    /// <summary>The number at a row of the batch.</summary>
    Decimal38 this[int row] { get; }
}
