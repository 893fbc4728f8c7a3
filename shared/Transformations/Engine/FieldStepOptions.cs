using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine;

/// <summary>What every step takes that works on fields: one as <c>field_name</c>, several as <c>field_names</c>.</summary>
internal abstract record FieldStepOptions : StepOptions
{
    [Description("The field, or a path into it such as address.city.")]
    public string? FieldName { get; init; }

    [Description("Several fields, in place of field_name.")]
    public IReadOnlyList<string>? FieldNames { get; init; }

    /// <summary>The fields that the step names, each with the JSON path it was written at; none is a problem.</summary>
    public IReadOnlyList<NamedField> Fields(string path, Problems problems)
    {
        if (FieldName is not null && FieldNames is not null)
            problems.Add($"{path}.field_names", "stands beside field_name; give one of the two.");
        if (FieldName is not null)
            return [new NamedField(FieldPath.Parse(FieldName), $"{path}.field_name")];
        if (FieldNames is { Count: > 0 })
            return [.. FieldNames.Select((name, i) => new NamedField(FieldPath.Parse(name), $"{path}.field_names[{i}]"))];
        problems.Add($"{path}.field_name", "is required: the field that the step works on (or field_names for several).");
        return [];
    }
}
