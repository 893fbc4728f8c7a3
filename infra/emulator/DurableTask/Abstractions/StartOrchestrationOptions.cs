using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <summary>How a new orchestration instance is started.</summary>
public record class StartOrchestrationOptions
{
    /// <summary>With an instance id and a start time.</summary>
    /// <param name="InstanceId">The instance id; a random one if null.</param>
    /// <param name="StartAt">The earliest start; at once if null.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>A copy.</summary>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The instance id; a random one if null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The earliest start; at once if null.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Labels of the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The version of the orchestrator.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>
    /// The statuses of an existing instance with the same id that make the start fail. Null: the non-terminal ones do, as in
    /// Azure Functions. Otherwise an existing instance in any other status is replaced, and terminated before if it is still going on.
    /// </summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
