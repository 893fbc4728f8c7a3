using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Transformations.Operations;

namespace DataAggregator.Transformations.Mappings;

/// <summary>One entry of a list of mappings, as users write it.</summary>
internal sealed record MappingEntry
{
    [Description("The field to take, or a path into it; without it the entry is a constant, its default.")]
    public string? Source { get; init; }

    [Description("The same as source.")]
    public string? FieldName { get; init; }

    [Description("A formula over the record's fields in place of source, such as price * quantity.")]
    public string? Expression { get; init; }

    [Description("The name that it gets; without it, it keeps the one it has.")]
    public string? TargetField { get; init; }

    [Description("An operation to do to its values, as of field_operation.")]
    public string? Operation { get; init; }

    [Description("The operation's own settings.")]
    public JsonElement? Parameters { get; init; }

    [Description("The type to make it, as of the operation cast.")]
    public string? Type { get; init; }

    [Description("How dates are written, where the type is made from or to text.")]
    public string? Format { get; init; }

    [Description("What to put in where there is no value.")]
    public JsonElement Default { get; init; }

    [Description("Whether a record without a value is rejected.")]
    public bool Required { get; init; }

    [Description("What becomes of a value that the operation or type cannot take.")]
    public OnError OnError { get; init; }
}
