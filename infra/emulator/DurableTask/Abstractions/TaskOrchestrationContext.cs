using Microsoft.DurableTask.Abstractions;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>What an orchestrator does everything through: each call is recorded, and answered from the record in a replay.</summary>
public abstract class TaskOrchestrationContext
{
    private ReplaySafeLogging? replaySafeLogging;

    /// <summary>For implementers.</summary>
    protected TaskOrchestrationContext()
    {
    }

    /// <summary>The orchestrator's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The instance id.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The orchestration that called this one, if any.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the current turn, in UTC: the same in every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs again over what has already happened.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The version of this instance; empty if none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Further properties that the host gives.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>();

    /// <summary>Makes loggers that are silent while the code is replayed.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => ReplaySafe;

    /// <summary>Makes the loggers underneath.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    private ReplaySafeLogging ReplaySafe => replaySafeLogging ??= new ReplaySafeLogging(this, () => LoggerFactory);

    /// <summary>The orchestration's input.</summary>
    public abstract T? GetInput<T>();

    /// <summary>Calls an activity.</summary>
    /// <exception cref="TaskFailedException">It failed; thrown where the task is awaited.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) => CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity without input.</summary>
    /// <exception cref="TaskFailedException">It failed; thrown where the task is awaited.</exception>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <summary>Calls an activity without input, for its result.</summary>
    /// <exception cref="TaskFailedException">It failed; thrown where the task is awaited.</exception>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) => CallActivityAsync<TResult>(name, null, options);

    /// <summary>Calls an activity for its result.</summary>
    /// <exception cref="TaskFailedException">It failed; thrown where the task is awaited.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>A durable timer that fires after a delay.</summary>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) => CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>A durable timer that fires at a time.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event of a name; of several waiters the latest gets the next event, and events that nobody waits for are kept in order.</summary>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event for a while.</summary>
    /// <exception cref="TaskCanceledException">The time is over; thrown where the task is awaited.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) => WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event for a while.</summary>
    /// <exception cref="TaskCanceledException">The time is over, or the token is cancelled; thrown where the task is awaited.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var stopTimer = new CancellationTokenSource();
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = CreateTimer(timeout, stopTimer.Token);
        var arrival = WaitForExternalEvent<T>(eventName, stopWaiting.Token);

        var first = await Task.WhenAny(timer, arrival);
#pragma warning disable CA1849, MA0042 // Cancelled in line: an orchestrator awaits nothing that is not durable.
        (first == arrival ? stopTimer : stopWaiting).Cancel();
#pragma warning restore CA1849, MA0042
        return await arrival;
    }

    /// <summary>Sends an event to another orchestration instance.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what clients see as the custom status of this instance.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Calls another orchestration for its result.</summary>
    /// <exception cref="TaskFailedException">It failed; thrown where the task is awaited.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <summary>Calls another orchestration without input, for its result.</summary>
    /// <exception cref="TaskFailedException">It failed; thrown where the task is awaited.</exception>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options)
        => CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <summary>Calls another orchestration without input.</summary>
    /// <exception cref="TaskFailedException">It failed; thrown where the task is awaited.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) => CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>Calls another orchestration.</summary>
    /// <exception cref="TaskFailedException">It failed; thrown where the task is awaited.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
        => CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Starts over with a new input and an empty history once the orchestrator returns.</summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Starts over with a new input and an empty history once the orchestrator returns.</summary>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A GUID (version 5) that is the same in every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent while the code is replayed.</summary>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) => ReplaySafe.CreateLogger(categoryName);

    /// <summary>A logger that is silent while the code is replayed.</summary>
    public virtual ILogger CreateReplaySafeLogger(Type type) => ReplaySafe.CreateLogger(type);

    /// <summary>A logger that is silent while the code is replayed.</summary>
    public virtual ILogger CreateReplaySafeLogger<T>() => ReplaySafe.CreateLogger<T>();

    /// <summary>Below zero if this instance's version is older than another.</summary>
    public virtual int CompareVersionTo(string version) => TaskOrchestrationVersioningUtils.CompareVersions(Version, version);
}
