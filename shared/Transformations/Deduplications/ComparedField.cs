using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>A field that a fuzzy deduplication compares, as the user asks for it.</summary>
internal sealed record ComparedField
{
    [Description("The field, or a path into it such as address.city.")]
    public required string Field { get; init; }

    [Description("How much it counts beside the others.")]
    [Range(0.001, 1000.0)]
    public double Weight { get; init; } = 1;
}
