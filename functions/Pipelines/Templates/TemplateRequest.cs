using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Pipelines.Templates;

namespace DataAggregator.Functions.Pipelines.Templates;

/// <summary>What saving a template takes: a definition, or a pipeline whose newest version becomes one.</summary>
public sealed record TemplateRequest
{
    /// <summary>The name.</summary>
    [Description("The name, unique among the templates that users saved.")]
    public required string Name { get; init; }

    /// <summary>What its pipelines do.</summary>
    [Description("What its pipelines do.")]
    public string? Description { get; init; }

    /// <summary>What it is found under.</summary>
    [Description("What it is found under, such as 'Files'.")]
    public string? Category { get; init; }

    /// <summary>What is filled in.</summary>
    [Description("What is filled in when a pipeline is made from it.")]
    public IReadOnlyList<TemplateParameter> Parameters { get; init; } = [];

    /// <summary>The definition.</summary>
    [Description("The definition of a pipeline; ${name} stands for a parameter. Its name may be left out.")]
    public JsonElement? Definition { get; init; }

    /// <summary>The pipeline.</summary>
    [Description("In place of 'definition': the pipeline that becomes a template. Its secrets become parameters.")]
    public string? PipelineId { get; init; }
}
