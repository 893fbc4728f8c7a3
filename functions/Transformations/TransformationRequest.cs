using System.ComponentModel;
using System.Text.Json;

namespace DataAggregator.Functions.Transformations;

/// <summary>What saving a transformation takes.</summary>
public sealed record TransformationRequest
{
    /// <summary>The name.</summary>
    [Description("The transformation's name, unique.")]
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    [Description("What the transformation is for.")]
    public string? Description { get; init; }

    /// <summary>The schema of the records that go in.</summary>
    [Description("The schema of the records that go in; with it, fields that are missing are problems too.")]
    public JsonElement? InputSchema { get; init; }

    /// <summary>The steps.</summary>
    [Description("The steps: a list, one bare step, or an object with 'transformations'. A step cannot be another saved transformation.")]
    public required JsonElement Transformations { get; init; }
}
