using System.ComponentModel;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>A file that arrives.</summary>
public sealed record FileTrigger : Trigger
{
    /// <summary>Which files.</summary>
    [Description("A file or a glob, such as inbox/*.csv.")]
    public required string Path { get; init; }

    /// <summary>The saved connector that the path belongs to.</summary>
    [Description("The saved connector that the path belongs to; the platform's own files when it is left out.")]
    public string? ConnectorId { get; init; }

    /// <summary>Which changes count.</summary>
    [Description("Which changes count: created or changed.")]
    public FileEvent Event { get; init; }
}
