using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>A file that arrives, a run each: <c>${file_path}</c> and <c>${file_name}</c> say which.</summary>
public sealed record FileTrigger : Trigger
{
    /// <summary>Which files.</summary>
    [Description("A file, a folder or a glob, such as inbox/*.csv, under the directories that files may be opened in. The run has its path in ${file_path} and its name in ${file_name}.")]
    public required string Path { get; init; }

    /// <summary>The saved connector that the path belongs to.</summary>
    [Description("The saved connector, of the type file, whose folder a relative path is against; the platform's own files directory when it is left out.")]
    public string? ConnectorId { get; init; }

    /// <summary>Which changes count.</summary>
    [Description("Which changes count: created (a run for each file) or changed (a run for each version of a file).")]
    public FileEvent Event { get; init; }

    /// <summary>What is appended to the name of the file that says that another is complete.</summary>
    [Description("What a file's name is followed by in the name of the file that says it is complete, such as .done; without it, a file is complete when its size and time stay the same for settle_seconds.")]
    public string? Marker { get; init; }

    /// <summary>How long a file has to stay the same.</summary>
    [Description("Seconds that a file's size and time have to stay the same before it is taken as complete.")]
    [Range(0.0, 86_400.0)]
    public double SettleSeconds { get; init; } = 5;

    /// <summary>How often to look.</summary>
    [Description("Seconds between two looks.")]
    [Range(1, 86_400)]
    public int PollSeconds { get; init; } = 10;

    /// <summary>Whether files count that are there already.</summary>
    [Description("Whether files that were there before the trigger was saved start runs, too.")]
    public bool IncludeExisting { get; init; }
}
