using System.ComponentModel;

namespace DataAggregator.Core.Pipelines.Templates;

/// <summary>What is filled in when a pipeline is made from a template.</summary>
public sealed record TemplateParameter
{
    /// <summary>Its name.</summary>
    [Description("The name, as ${name} in the definition.")]
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    [Description("What it is.")]
    public string? Description { get; init; }

    /// <summary>What it is unless said; null where it has to be said.</summary>
    [Description("What it is unless said; without it, it has to be said.")]
    public string? Default { get; init; }
}
