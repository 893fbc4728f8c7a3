using System.ComponentModel;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>What starts a pipeline beside its schedule.</summary>
public abstract record Trigger
{
    /// <summary>The kind: what the rest of the settings belongs to.</summary>
    [Description("The kind of trigger.")]
    public required string Type { get; init; }

    /// <summary>Its name among the triggers of the pipeline.</summary>
    [Description("Its name among the triggers of the pipeline.")]
    public string? Name { get; init; }

    /// <summary>Whether it starts runs.</summary>
    [Description("Whether it starts runs.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Values for the pipeline's parameters in the runs that it starts.</summary>
    [Description("Values for the pipeline's parameters in the runs that it starts.")]
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What it is called among the triggers of the pipeline: its name, else its type.</summary>
    public string Key => Name ?? Type;
}
