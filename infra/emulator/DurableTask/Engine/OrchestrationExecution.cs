using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Durable;

/// <summary>
/// An orchestrator's code at work: events go in one by one, calls come out. The code runs in line on the thread of the turn, by
/// the continuations of its tasks, so the same events in the same order always make it do the same.
/// </summary>
internal sealed class OrchestrationExecution
{
    [ThreadStatic]
    private static OrchestrationExecution? current;

    private readonly ITaskOrchestrator orchestrator;
    private readonly Action<OrchestrationExecution> onBroken;
    private readonly EmulatorOrchestrationContext context;
    private readonly Dictionary<int, OpenCall> open = [];
    private readonly CallRecord calls;
    private readonly List<int> cancelledTimers = [];
    private readonly Queue<HistoryEvent> held = new();
    private Task<object?>? main;
    private HistoryEvent? terminated;
    private TaskFailureDetails? failure;
    private bool suspended;
    private volatile bool broken;

    public OrchestrationExecution(
        Instance instance, ITaskOrchestrator orchestrator, DataConverter converter, ILoggerFactory loggers, Action<OrchestrationExecution> onBroken)
    {
        Instance = instance;
        Converter = converter;
        Events = new EventWaiters(converter);
        calls = new CallRecord(instance.Name);
        this.orchestrator = orchestrator;
        this.onBroken = onBroken;
        context = new EmulatorOrchestrationContext(this, loggers);
    }

    public Instance Instance { get; }

    public DataConverter Converter { get; }

    public EventWaiters Events { get; }

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public (bool IsSet, string? Value) CustomStatus { get; set; }

    public (string? Input, string? Version, bool KeepEvents)? ContinueAsNew { get; set; }

    /// <summary>How many events the history has; kept by the turns.</summary>
    public int HistoryLength { get; set; }

    /// <summary>Brings the code to where the history ends.</summary>
    public void Replay(IEnumerable<HistoryEvent> history)
    {
        IsReplaying = true;
        TurnContext.Run(() => Process(history));
        IsReplaying = false;
    }

    /// <summary>Takes new events in and says what came of them.</summary>
    public TurnOutcome Advance(IReadOnlyList<HistoryEvent> events)
    {
        cancelledTimers.Clear();
        if (events.FirstOrDefault(next => next.Kind == EventKind.ExecutionBroken) is { } end)
        {
            failure = Failures.Read(end.Data);
        }

        TurnContext.Run(() => Process(events));
        return Decide(calls.TakeNew()) with { CustomStatus = CustomStatus, CancelledTimers = [.. cancelledTimers] };
    }

    /// <summary>Records a call and gives what will answer it. A sent event needs no answer.</summary>
    public OpenCall Schedule(Func<int, ScheduledCall> make)
    {
        ThrowIfElsewhere();
        var call = new OpenCall(calls.Add(make));
        if (call.Call.Kind != EventKind.EventSent)
        {
            open.Add(call.Call.Id, call);
        }

        return call;
    }

    public void CancelTimer(OpenCall timer, CancellationToken cancellationToken)
    {
        if (open.Remove(timer.Call.Id))
        {
            cancelledTimers.Add(timer.Call.Id);
            timer.TryCancel(cancellationToken);
        }
    }

    /// <summary>The context works only where the code runs as part of a turn.</summary>
    public void ThrowIfElsewhere()
    {
        if (current != this)
        {
            throw new InvalidOperationException(Failures.NotDurable(Instance.InstanceId).ErrorMessage);
        }
    }

    private void Process(IEnumerable<HistoryEvent> events)
    {
        current = this;
        try
        {
            foreach (var next in events)
            {
                if (terminated is not null || failure is not null)
                {
                    return;
                }

                Process(next);
            }
        }
        catch (NonDeterminismException error)
        {
            failure = Failures.Of(Failures.NonDeterministic, error.Message);
        }
        finally
        {
            current = null;
        }
    }

    private void Process(HistoryEvent next)
    {
        switch (next.Kind)
        {
            case EventKind.TurnStarted:
                calls.ThrowIfNew();
                Now = new DateTime(next.At, DateTimeKind.Utc);
                break;
            case EventKind.TaskScheduled or EventKind.SubOrchestrationCreated or EventKind.TimerCreated or EventKind.EventSent:
                calls.Match(next);
                break;
            case EventKind.ExecutionSuspended:
                suspended = true;
                break;
            case EventKind.ExecutionResumed:
                suspended = false;
                while (!suspended && held.TryDequeue(out var late))
                {
                    TakeIn(late);
                }

                break;
            case EventKind.ExecutionTerminated or EventKind.ExecutionTerminatedRecursively:
                terminated = next;
                break;
            default:
                if (suspended)
                {
                    held.Enqueue(next);
                }
                else
                {
                    TakeIn(next);
                }

                break;
        }
    }

    private void TakeIn(HistoryEvent next)
    {
        switch (next.Kind)
        {
            case EventKind.ExecutionStarted:
                main = RunOrchestratorAsync();
                _ = main.ContinueWith(_ => OnEnd(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                break;
            case EventKind.EventRaised:
                Events.Raise(next.Name!, next.Data);
                break;
            default:
                // An answer to a call that is not open any more (a cancelled timer) means nothing.
                if (open.Remove(next.TaskId, out var call))
                {
                    Answer(call, next);
                }

                break;
        }
    }

    private static void Answer(OpenCall call, HistoryEvent answer)
    {
        if (answer.Kind is EventKind.TaskFailed or EventKind.SubOrchestrationFailed)
        {
            call.Fail(new TaskFailedException(call.Call.Name!, call.Call.Id, Failures.Read(answer.Data)));
        }
        else
        {
            call.Succeed(answer.Data);
        }
    }

    private async Task<object?> RunOrchestratorAsync()
        => await orchestrator.RunAsync(context, Converter.Deserialize(Instance.Input, orchestrator.InputType));

    private void OnEnd()
    {
        if (current != this)
        {
            broken = true;
            onBroken(this);
        }
    }

    private TurnOutcome Decide(ScheduledCall[] newCalls)
    {
        if (terminated is not null)
        {
            var children = terminated.Kind == EventKind.ExecutionTerminatedRecursively
                ? open.Values.Where(call => call.Call.Kind == EventKind.SubOrchestrationCreated).Select(call => call.Call.Target!)
                : [];
            return new(OrchestrationRuntimeStatus.Terminated, []) { Output = terminated.Data, TerminatedChildren = [.. children] };
        }

        if (failure is not null)
        {
            return Failed(failure, []);
        }

        if (broken || IsStuck)
        {
            return Failed(Failures.NotDurable(Instance.InstanceId), []);
        }

        return main is { IsCompleted: true }
            ? DecideEnd(main, newCalls)
            : new(suspended ? OrchestrationRuntimeStatus.Suspended : main is null ? OrchestrationRuntimeStatus.Pending : OrchestrationRuntimeStatus.Running, newCalls);
    }

    // Not at its end, and nothing that could ever bring it on: it awaits something that is not durable.
    private bool IsStuck => main is { IsCompleted: false } && open.Count == 0 && !Events.Any && held.Count == 0;

    private TurnOutcome DecideEnd(Task<object?> end, ScheduledCall[] newCalls)
    {
        if (end.IsFaulted)
        {
            return Failed(TaskFailureDetails.FromException(end.Exception.InnerException ?? end.Exception), newCalls);
        }

        if (end.IsCanceled)
        {
            return Failed(Failures.Of(typeof(TaskCanceledException).FullName!, "The orchestrator awaited a task that was cancelled."), newCalls);
        }

        if (ContinueAsNew is { } next)
        {
            return new(OrchestrationRuntimeStatus.Running, newCalls)
            {
                Next = new NextExecution(next.Input, next.Version, next.KeepEvents ? Events.Unclaimed : []),
            };
        }

        try
        {
#pragma warning disable CA1849, MA0042 // It is completed.
            return new(OrchestrationRuntimeStatus.Completed, newCalls) { Output = Converter.Serialize(end.Result) };
#pragma warning restore CA1849, MA0042
        }
        catch (Exception unwritable)
        {
            return Failed(TaskFailureDetails.FromException(unwritable), newCalls);
        }
    }

    private static TurnOutcome Failed(TaskFailureDetails failure, ScheduledCall[] calls) => new(OrchestrationRuntimeStatus.Failed, calls) { Failure = failure };
}
