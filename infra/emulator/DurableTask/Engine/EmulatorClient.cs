using System.Globalization;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace DataAggregator.Emulator.Durable;

/// <summary>A client of the engine in this process.</summary>
internal sealed class EmulatorClient(
    string name,
    DurableEngines engines,
    IOptionsMonitor<DurableTaskClientOptions> clientOptions,
    IOptionsMonitor<DurableEmulatorOptions> emulatorOptions) : DurableTaskClient(name), IDisposable
{
    private static readonly OrchestrationRuntimeStatus[] Unfinished =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private DurableEngine Engine => engines.Open(emulatorOptions.Get(OptionsName(Name)).DatabasePath);

    private DurableTaskClientOptions Options => clientOptions.Get(Name);

    private DataConverter Converter => Options.DataConverter;

    public static string OptionsName(string name) => "client:" + name;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        if (options?.InstanceId is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(options.InstanceId, "options.InstanceId");
        }

        var refused = options?.DedupeStatuses is { } statuses ? ReadStatuses(statuses) : Unfinished;
        var instance = new Instance(options?.InstanceId ?? NewId(), NewId(), orchestratorName.Name, options?.Version?.Version ?? Options.DefaultVersion)
        {
            Input = Converter.Serialize(input),
            Tags = options?.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags) : null,
        };
        await TerminateReplacedAsync(instance.InstanceId, refused, cancellation);
        await Engine.CreateAsync(instance, options?.StartAt, refused);
        return instance.InstanceId;
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return SendAsync(instanceId, EventKind.EventRaised, eventName, Converter.Serialize(eventPayload), cancellation);
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var kind = options is { Recursive: true } ? EventKind.ExecutionTerminatedRecursively : EventKind.ExecutionTerminated;
        return SendAsync(instanceId, kind, null, Converter.Serialize(options?.Output), cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SendAsync(instanceId, EventKind.ExecutionSuspended, null, reason, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SendAsync(instanceId, EventKind.ExecutionResumed, null, reason, cancellation);

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var started = await Engine.WaitAsync(instanceId, instance => instance.Status != OrchestrationRuntimeStatus.Pending, cancellation);
        return Describe(started, getInputsAndOutputs);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var ended = await Engine.WaitAsync(instanceId, instance => instance.HasEnded, cancellation);
        return Describe(ended, getInputsAndOutputs);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var found = Engine.Find(instanceId);
        return Task.FromResult(found is null ? null : Describe(found, getInputsAndOutputs));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.PageSize, "filter.PageSize");
        var which = new InstanceFilter
        {
            CreatedFrom = query.CreatedFrom?.UtcTicks ?? 0,
            CreatedTo = query.CreatedTo?.UtcTicks ?? long.MaxValue,
            Prefix = query.InstanceIdPrefix,
            Statuses = AnyIfNone(query.Statuses),
        };
        return Pageable.Create((continuation, size, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var most = size ?? query.PageSize;
            var page = Engine.Page(which, continuation ?? query.ContinuationToken, most);
            return Task.FromResult(new Page<OrchestrationMetadata>(
                [.. page.Select(instance => Describe(instance, query.FetchInputsAndOutputs))],
                page.Count == most ? page[^1].InstanceId : null));
        });
    }

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageSize);
        var which = new InstanceFilter
        {
            UpdatedFrom = completedTimeFrom?.UtcTicks ?? 0,
            UpdatedTo = completedTimeTo?.UtcTicks ?? long.MaxValue,
            Statuses = AnyIfNone(runtimeStatus),
        };
        string[] page = [.. Engine.Page(which, lastInstanceKey, pageSize).Select(instance => instance.InstanceId)];
        return Task.FromResult(new Page<string>(page, page.Length == pageSize ? page[^1] : null));
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        if (Engine.Find(instanceId) is { HasEnded: false } found)
        {
            throw new InvalidOperationException($"The orchestration '{instanceId}' is {found.Status}: only one that has ended can be purged. Terminate it first.");
        }

        return new PurgeResult(await Engine.PurgeAsync([instanceId], options is { Recursive: true }), isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var which = new InstanceFilter
        {
            CreatedFrom = filter.CreatedFrom?.UtcTicks ?? 0,
            CreatedTo = filter.CreatedTo?.UtcTicks ?? long.MaxValue,
            Statuses = [.. (AnyIfNone(filter.Statuses) ?? Enum.GetValues<OrchestrationRuntimeStatus>()).Where(Instance.HasEndedIn)],
        };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(filter.Timeout ?? Timeout.InfiniteTimeSpan);
        var count = 0;
        for (string? last = null; ;)
        {
            var page = Engine.Page(which, last, OrchestrationQuery.DefaultPageSize);
            count += await Engine.PurgeAsync([.. page.Select(instance => instance.InstanceId)], options is { Recursive: true });
            cancellation.ThrowIfCancellationRequested();
            if (page.Count < OrchestrationQuery.DefaultPageSize || timeout.IsCancellationRequested)
            {
                return new PurgeResult(count, page.Count < OrchestrationQuery.DefaultPageSize);
            }

            last = page[^1].InstanceId;
        }
    }

    public override async Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var found = Engine.Find(instanceId) ?? throw new ArgumentException($"There is no orchestration with the instance id '{instanceId}'.", nameof(instanceId));
        if (!restartWithNewInstanceId && !found.HasEnded)
        {
            throw new InvalidOperationException($"The orchestration '{instanceId}' is {found.Status}: under its own id, only one that has ended can be restarted.");
        }

        var again = new Instance(restartWithNewInstanceId ? NewId() : instanceId, NewId(), found.Name, found.Version) { Input = found.Input, Tags = found.Tags };
        await Engine.CreateAsync(again, null, Unfinished);
        return again.InstanceId;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose()
    {
        // The engine belongs to the host.
    }

    private static string NewId() => Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    private static OrchestrationRuntimeStatus[] ReadStatuses(IReadOnlyList<string> names)
    {
        OrchestrationRuntimeStatus[] statuses = [.. names.Select(name => Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
            ? status
            : throw new ArgumentException($"'{name}' in DedupeStatuses is not a status. There are: {string.Join(", ", StartOrchestrationOptionsExtensions.ValidDedupeStatuses)}."))];
        return statuses.Contains(OrchestrationRuntimeStatus.Terminated) && !Unfinished.All(statuses.Contains)
            ? throw new ArgumentException(
                "DedupeStatuses cannot have Terminated without Pending, Running and Suspended: an instance that goes on would be terminated, and then be in the way.")
            : statuses;
    }

    // An empty filter filters nothing.
    private static OrchestrationRuntimeStatus[]? AnyIfNone(IEnumerable<OrchestrationRuntimeStatus>? statuses)
        => statuses?.ToArray() is { Length: > 0 } some ? some : null;

    private Task SendAsync(string instanceId, EventKind kind, string? eventName, string? data, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Engine.SendAsync(instanceId, kind, eventName, data);
    }

    // An instance that goes on and may be replaced is terminated first.
    private async Task TerminateReplacedAsync(string instanceId, OrchestrationRuntimeStatus[] refused, CancellationToken cancellation)
    {
        if (!Unfinished.All(refused.Contains) && Engine.Find(instanceId) is { HasEnded: false } found && !refused.Contains(found.Status))
        {
            var reason = Converter.Serialize("Replaced by a new instance with the same id.");
            await Engine.SendAsync(instanceId, EventKind.ExecutionTerminated, null, reason);
            await Engine.WaitAsync(instanceId, instance => instance.HasEnded, cancellation);
        }
    }

    private OrchestrationMetadata Describe(Instance instance, bool withData) => new(instance.Name, instance.InstanceId)
    {
        RuntimeStatus = instance.Status,
        CreatedAt = new DateTimeOffset(instance.CreatedAt, TimeSpan.Zero),
        LastUpdatedAt = new DateTimeOffset(instance.UpdatedAt, TimeSpan.Zero),
        FailureDetails = instance.Failure is null ? null : Failures.Read(instance.Failure),
        Tags = instance.Tags is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize<Dictionary<string, string>>(instance.Tags)!,
        DataConverter = withData ? Converter : null,
        SerializedInput = withData ? instance.Input : null,
        SerializedOutput = withData ? instance.Output : null,
        SerializedCustomStatus = withData ? instance.CustomStatus : null,
    };
}
