using System.ComponentModel;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>A field that a custom function makes.</summary>
internal sealed record OutputField
{
    [Description("The field's name; one that the records have takes the new type.")]
    public required string Name { get; init; }

    [Description("The type of its values.")]
    public required DataType Type { get; init; }
}
