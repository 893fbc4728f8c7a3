using System.ComponentModel;

namespace DataAggregator.Transformations.Engine;

/// <summary>What every step takes.</summary>
internal abstract record StepOptions
{
    [Description("The step type.")]
    public required string Type { get; init; }

    [Description("A name of your own for the step, shown in the run's books.")]
    public string? Name { get; init; }

    [Description("What the step is for.")]
    public string? Description { get; init; }
}
