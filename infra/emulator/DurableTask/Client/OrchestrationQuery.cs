namespace Microsoft.DurableTask.Client;

/// <summary>Which instances to list, and how.</summary>
/// <param name="CreatedFrom">Scheduled at this time or later.</param>
/// <param name="CreatedTo">Scheduled at this time or earlier.</param>
/// <param name="Statuses">In one of these statuses; in any if null.</param>
/// <param name="TaskHubNames">Has no effect here: there is one task hub a file.</param>
/// <param name="InstanceIdPrefix">What the instance id begins with.</param>
/// <param name="PageSize">Instances a page.</param>
/// <param name="FetchInputsAndOutputs">Whether to fetch input, output and custom status too.</param>
/// <param name="ContinuationToken">Where an earlier listing ended.</param>
public record class OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>Instances a page unless said otherwise.</summary>
    public const int DefaultPageSize = 100;
}
