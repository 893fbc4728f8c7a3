using DataAggregator.Orchestrations.Runs;
using DataAggregator.Orchestrations.Runs.Activities;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAggregator.Tests.Fast.Runs;

/// <summary>An orchestrator's context whose activities give scripted outcomes, and whose timers fire at once and move its clock.</summary>
internal sealed class ScriptedContext(params Outcome<int>[] outcomes) : TaskOrchestrationContext
{
    private readonly Queue<Outcome<int>> left = new(outcomes);
    private DateTime now = new(2025, 1, 15, 0, 0, 0, DateTimeKind.Utc);

    public int Attempts { get; private set; }

    public List<TimeSpan> Waits { get; } = [];

    public override TaskName Name => "Run";

    public override string InstanceId => "run-1";

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => now;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        if (name == nameof(MarkRetrying))
            return Task.FromResult((TResult)(object)new Outcome<bool>(true));
        Attempts++;
        return Task.FromResult((TResult)(object)left.Dequeue());
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Waits.Add(fireAt - now);
        now = fireAt;
        return Task.CompletedTask;
    }

    public override T GetInput<T>() => throw new NotSupportedException();

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        var nothing = new TaskCompletionSource<T>();
        cancellationToken.Register(() => nothing.TrySetCanceled(cancellationToken));
        return nothing.Task;
    }

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) => throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();
}
