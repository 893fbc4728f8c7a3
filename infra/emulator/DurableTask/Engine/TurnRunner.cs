using Microsoft.DurableTask.Client;

namespace DataAggregator.Emulator.Durable;

/// <summary>Makes turns: reads an instance's messages, lets its code take them in, and commits what came of it.</summary>
internal sealed class TurnRunner(DurableStore store, EngineClock clock, WorkerSetup setup, Action<OrchestrationExecution> onBroken)
{
    private const int MostMessages = 1000;

    private readonly ExecutionCache cache = new(setup.CachedOrchestrations);

    /// <summary>Makes a turn; null if there was nothing to do.</summary>
    public async Task<(Turn Turn, TurnEffects Effects)?> RunAsync(string instanceId)
    {
        var now = clock.Now;
        var (instance, messages) = store.Read(session => session.Snapshot(s => (s.FindInstance(instanceId), s.Inbox(instanceId, now, MostMessages))));
        if (instance is null || messages.Count == 0)
        {
            return null;
        }

        List<HistoryEvent> events =
        [
            new HistoryEvent(EventKind.TurnStarted, now),
            .. messages.Where(message => message.ExecutionId is null || message.ExecutionId == instance.ExecutionId).Select(message => message.Event),
        ];
        var (execution, outcome) = await MakeAsync(instance, events);
        var turn = new Turn(instance, execution?.HistoryLength ?? 0, [.. messages.Select(message => message.Id)], events, outcome, now);
        if (await store.WriteAsync(turn.Commit) is not { } effects)
        {
            return null;
        }

        if (execution is not null && !outcome.HasEnded && outcome.Next is null && setup.CachedOrchestrations > 0)
        {
            execution.HistoryLength = effects.HistoryLength;
            cache.Keep(execution);
        }

        if (messages.Count == MostMessages)
        {
            effects.Woken.Add(instanceId);
        }

        return (turn, effects);
    }

    private async Task<(OrchestrationExecution? Execution, TurnOutcome Outcome)> MakeAsync(Instance instance, List<HistoryEvent> events)
    {
        OrchestrationExecution? execution = null;
        TurnOutcome? outcome = null;
        void Make()
        {
            execution = instance.HasEnded ? null : cache.Take(instance) ?? Load(instance);
            outcome = execution?.Advance(events) ?? NotFound(instance);
        }

        if (setup.TurnFilter is null)
        {
            Make();
        }
        else
        {
            await setup.TurnFilter.RunAsync(instance.Name, instance.InstanceId, Make);
        }

        return (execution, outcome ?? throw new InvalidOperationException($"Middleware did not let orchestration '{instance.InstanceId}' take its turn."));
    }

    private OrchestrationExecution? Load(Instance instance)
    {
        if (!setup.Tasks.TryCreateOrchestrator(instance.Name, instance.Version, setup.Services, out var orchestrator))
        {
            return null;
        }

        var execution = new OrchestrationExecution(instance, orchestrator, setup.Converter, setup.Loggers, onBroken);
        var history = store.Read(session => session.History(instance.InstanceId));
        execution.Replay(history);
        execution.HistoryLength = history.Count;
        return execution;
    }

    private static TurnOutcome NotFound(Instance instance) => new(OrchestrationRuntimeStatus.Failed, [])
    {
        Failure = Failures.Of(Failures.OrchestratorNotFound, $"There is no orchestrator named '{instance.Name}'{InVersion(instance)}. Register it with the worker."),
    };

    private static string InVersion(Instance instance) => instance.Version.Length == 0 ? string.Empty : $" in version '{instance.Version}'";
}
