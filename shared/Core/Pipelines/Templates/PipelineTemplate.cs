using System.Text.Json;

namespace DataAggregator.Core.Pipelines.Templates;

/// <summary>A definition with places to be filled in, from which pipelines are made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What its pipelines do.</param>
/// <param name="Category">What it is found under.</param>
/// <param name="Parameters">What is filled in when a pipeline is made.</param>
/// <param name="Definition">The definition; <c>${name}</c> stands for a parameter.</param>
/// <param name="Author">Who saved it; null for those that the platform ships.</param>
public sealed record PipelineTemplate(
    string Id, string Name, string? Description, string? Category, IReadOnlyList<TemplateParameter> Parameters, JsonElement Definition, string? Author = null);
