using System.Globalization;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Durable;

/// <summary>
/// What every orchestrator that the engine runs gets as its context. The Functions host reads from it what function-based
/// orchestrators need beyond the official surface: the raw input, and the input as a type that is known only at run time.
/// </summary>
internal sealed class EmulatorOrchestrationContext(OrchestrationExecution execution, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private int guids;

    public override TaskName Name => execution.Instance.Name;

    public override string InstanceId => execution.Instance.InstanceId;

    public override string Version => execution.Instance.Version;

    public override ParentOrchestrationInstance? Parent { get; } = execution.Instance.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => execution.Now;

    public override bool IsReplaying => execution.IsReplaying;

    /// <summary>The input as it was serialized; null if there is none.</summary>
    public string? SerializedInput => execution.Instance.Input;

    /// <summary>Reads inputs and answers, writes outputs and payloads.</summary>
    public DataConverter Converter => execution.Converter;

    protected override ILoggerFactory LoggerFactory => loggers;

    /// <summary>The input, read as a type.</summary>
    public object? GetInput(Type type) => execution.Converter.Deserialize(SerializedInput, type);

    public override T? GetInput<T>()
        where T : default
        => execution.Converter.Deserialize<T>(SerializedInput);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"A {nameof(TaskOptions)} was given as the input of activity '{name}'. Give it as '{nameof(options)}'.", nameof(input));
        }

        var payload = execution.Converter.Serialize(input);
        var version = options?.Version?.Version ?? Version;
        return await CallAsync<TResult>(id => new(id, EventKind.TaskScheduled, name.Name, Payload: payload, Version: version), options);
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        // One id for all attempts: a retry starts the same instance again.
        var instanceId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N", CultureInfo.InvariantCulture);
        var payload = execution.Converter.Serialize(input);
        var version = options?.Version?.Version ?? string.Empty;
        var tags = options?.Tags is { Count: > 0 } labels ? JsonSerializer.Serialize(labels) : null;
        return await CallAsync<TResult>(
            id => new(id, EventKind.SubOrchestrationCreated, orchestratorName.Name, instanceId, payload, version, tags), options);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var due = fireAt.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        var timer = execution.Schedule(id => new(id, EventKind.TimerCreated, null, due));
        timer.Cancellation = cancellationToken.Register(() => execution.CancelTimer(timer, cancellationToken));
        return timer.Answer;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        execution.ThrowIfElsewhere();
        return execution.Events.WaitFor<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var data = execution.Converter.Serialize(payload);
        execution.Schedule(id => new(id, EventKind.EventSent, eventName, instanceId, data));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        execution.ThrowIfElsewhere();
        execution.CustomStatus = (true, execution.Converter.Serialize(customStatus));
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
        => ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        execution.ThrowIfElsewhere();
        var version = string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion;
        execution.ContinueAsNew = (execution.Converter.Serialize(options.NewInput), version, options.PreserveUnprocessedEvents);
        execution.Events.Closed = true;
    }

    public override Guid NewGuid()
    {
        execution.ThrowIfElsewhere();
        return DeterministicGuid.Create(InstanceId, CurrentUtcDateTime, guids++);
    }

    private async Task<TResult> CallAsync<TResult>(Func<int, ScheduledCall> make, TaskOptions? options)
    {
        var retries = new Retries(this, options?.Retry);
        while (true)
        {
            try
            {
                var answer = await execution.Schedule(make).Answer;
                return execution.Converter.Deserialize<TResult>(answer)!;
            }
            catch (TaskFailedException failed)
            {
                if (!await retries.ShouldRetryAsync(failed))
                {
                    throw;
                }
            }
        }
    }
}
