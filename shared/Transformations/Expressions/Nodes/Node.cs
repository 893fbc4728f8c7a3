using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>A part of an expression over records of a known schema: one operator from columns to a column.</summary>
/// <param name="type">The type of its values.</param>
/// <param name="nullable">Whether a value may be null.</param>
internal abstract class Node(DataType type, bool nullable)
{
    /// <summary>The type of its values.</summary>
    public DataType Type => type;

    /// <summary>Whether a value may be null.</summary>
    public bool Nullable => nullable;

    /// <summary>
    /// The values for <paramref name="rows"/>, ascending; those of other rows mean nothing. A row that cannot be evaluated is reported and
    /// has null. The caller releases the result.
    /// </summary>
    public abstract Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows);
}
