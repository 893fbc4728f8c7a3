using System.ComponentModel;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Sorting;

/// <summary>A field that records are ordered by, as the user names it.</summary>
internal sealed record SortField
{
    [Description("The field, or a path into it.")]
    public required string Field { get; init; }

    [Description("Whether small values come first (asc) or great ones (desc).")]
    public SortDirection Direction { get; init; }

    [Description("Where null and missing values stand, whatever the direction.")]
    public NullPlace Nulls { get; init; } = NullPlace.Last;

    /// <summary>The order of encoded keys.</summary>
    public KeyOrder Order => new(Direction is SortDirection.Desc or SortDirection.Descending, Nulls == NullPlace.Last);
}
