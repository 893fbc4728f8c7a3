using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Durable;

/// <summary>The worker's side of an engine: turns of orchestrations, activities and timers, each woken by a signal.</summary>
internal sealed class EngineWork : IDisposable
{
    private readonly DurableStore store;
    private readonly EngineClock clock;
    private readonly InstanceWatchers watchers;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly ReadyInstances ready;
    private readonly WorkLoops<string> turns;
    private readonly WorkLoops<long> activities;
    private readonly DueTimer timer;
    private readonly TurnRunner turnRunner;
    private readonly ActivityRunner activityRunner;
    private volatile bool stopped;

    public EngineWork(DurableStore store, EngineClock clock, InstanceWatchers watchers, WorkerSetup setup, ILogger logger)
    {
        (this.store, this.clock, this.watchers, this.logger) = (store, clock, watchers, logger);
        turnRunner = new TurnRunner(store, clock, setup, ReportBroken);
        activityRunner = new ActivityRunner(store, clock, setup, logger);
        turns = new WorkLoops<string>(setup.Orchestrations, TakeTurnAsync);
        activities = new WorkLoops<long>(setup.Activities, RunActivityAsync);
        ready = new ReadyInstances(turns.Enqueue);
        timer = new DueTimer(clock, WakeDue);
    }

    /// <summary>Takes up what an earlier process left, then whatever comes.</summary>
    public void Start()
    {
        var left = store.Read(session => session.ActivityIds());
        foreach (var id in left)
        {
            activities.Enqueue(id);
        }

        var waiting = store.Read(session => session.InstancesWithMessages(clock.Now));
        foreach (var instanceId in waiting)
        {
            ready.Wake(instanceId);
        }

        Log.Started(logger, store.Path, waiting.Count, left.Count);
        turns.Start(stopping.Token);
        activities.Start(stopping.Token);
        WakeDue();
    }

    public void Wake(string instanceId) => ready.Wake(instanceId);

    public void ScheduleDue(long due) => timer.Schedule(due);

    /// <summary>Takes no more work, cancels activities, and waits for what is at hand.</summary>
    public async Task StopAsync(CancellationToken giveUp)
    {
        await stopping.CancelAsync();
        try
        {
            await Task.WhenAll(turns.DrainAsync(giveUp), activities.DrainAsync(giveUp));
        }
        catch (OperationCanceledException)
        {
            Log.ActivitiesAbandoned(logger);
        }

        stopped = true;
    }

    public void Dispose()
    {
        timer.Dispose();
        stopping.Dispose();
    }

    private void WakeDue()
    {
        try
        {
            var now = clock.Now;
            foreach (var instanceId in store.Read(session => session.InstancesDue(now)))
            {
                ready.Wake(instanceId);
            }

            if (store.Read(session => session.NextDue(now)) is { } next)
            {
                timer.Schedule(next);
            }
        }
        catch (Exception error)
        {
            // Unless the engine has stopped, it has to look again: nobody else will.
            if (!stopped)
            {
                Log.TimersNotRead(logger, error);
                timer.Schedule(clock.Now + TimeSpan.TicksPerSecond);
            }
        }
    }

    private async Task TakeTurnAsync(string instanceId, CancellationToken cancellation)
    {
        ready.Begin(instanceId);
        try
        {
            if (await turnRunner.RunAsync(instanceId) is { } done)
            {
                Apply(done.Turn, done.Effects);
            }
        }
        catch (ObjectDisposedException) when (stopped)
        {
            Log.CutOff(logger, instanceId);
        }
        catch (Exception error)
        {
            // Nothing of the turn is written: it is made again a little later.
            Log.TurnFailed(logger, error, instanceId);
            _ = WakeLaterAsync(instanceId);
        }
        finally
        {
            ready.End(instanceId);
        }
    }

    private void Apply(Turn turn, TurnEffects effects)
    {
        foreach (var id in effects.Activities)
        {
            activities.Enqueue(id);
        }

        foreach (var started in effects.Started)
        {
            watchers.Notify(started);
        }

        foreach (var woken in effects.Woken)
        {
            ready.Wake(woken);
        }

        if (effects.NextDue <= clock.Now)
        {
            ready.Wake(turn.Instance.InstanceId);
        }
        else if (effects.NextDue != long.MaxValue)
        {
            timer.Schedule(effects.NextDue);
        }

        if (turn.Outcome.Status != turn.Instance.Status)
        {
            watchers.Notify(turn.Instance.InstanceId);
        }

        if (turn.Outcome.Status == OrchestrationRuntimeStatus.Failed)
        {
            Log.OrchestrationFailed(logger, turn.Instance.Name, turn.Instance.InstanceId, turn.Outcome.Failure!.ErrorType, turn.Outcome.Failure.ErrorMessage);
        }
    }

    private async Task RunActivityAsync(long id, CancellationToken cancellation)
    {
        try
        {
            if (await activityRunner.RunAsync(id, cancellation) is { } instanceId)
            {
                ready.Wake(instanceId);
            }
        }
        catch (ObjectDisposedException) when (stopped)
        {
            Log.CutOff(logger, id);
        }
        catch (Exception error)
        {
            // Its answer could not be written: it stays and runs again.
            Log.ActivityNotRecorded(logger, error, id);
            _ = RunLaterAsync(id);
        }
    }

    private async Task RunLaterAsync(long activityId)
    {
        await PauseAsync();
        activities.Enqueue(activityId);
    }

    private async Task WakeLaterAsync(string instanceId)
    {
        await PauseAsync();
        ready.Wake(instanceId);
    }

    private Task PauseAsync() => Task.Delay(TimeSpan.FromSeconds(1), clock.Time, CancellationToken.None);

    // The code of an orchestration ran on outside its turns: a message fails it in the same way whether it is replayed or not.
    private void ReportBroken(OrchestrationExecution execution) => _ = SendBrokenAsync(execution.Instance);

    private async Task SendBrokenAsync(Instance instance)
    {
        try
        {
            var failure = Failures.Write(Failures.NotDurable(instance.InstanceId));
            var message = new HistoryEvent(EventKind.ExecutionBroken, clock.Now, Data: failure);
            if (await store.WriteAsync(session => session.Send(instance.InstanceId, instance.ExecutionId, message)))
            {
                ready.Wake(instance.InstanceId);
            }
        }
        catch (ObjectDisposedException) when (stopped)
        {
            Log.CutOff(logger, instance.InstanceId);
        }
    }
}
