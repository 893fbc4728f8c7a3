namespace Microsoft.DurableTask;

/// <summary>How an orchestration calls another orchestration.</summary>
public record class SubOrchestrationOptions : TaskOptions
{
    /// <summary>With retries and an instance id.</summary>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <summary>From other options, with an instance id.</summary>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <summary>A copy.</summary>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options) => InstanceId = options.InstanceId;

    /// <summary>The instance id of the sub-orchestration; a deterministic one is made if null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The version to call; that of the calling orchestration if null.</summary>
    public new TaskVersion? Version
    {
        get => base.Version;
        init => base.Version = value;
    }
}
