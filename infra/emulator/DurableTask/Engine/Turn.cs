using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Emulator.Durable;

/// <summary>A turn's changes: everything that it took in and decided is committed together, or not at all.</summary>
/// <param name="Instance">Whose turn it was.</param>
/// <param name="HistoryLength">How many events the history had before.</param>
/// <param name="Consumed">The rows of the messages that were taken in or dropped.</param>
/// <param name="Events">What was taken in, as history.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Now">The turn's time.</param>
internal sealed record Turn(
    Instance Instance, int HistoryLength, IReadOnlyList<long> Consumed, IReadOnlyList<HistoryEvent> Events, TurnOutcome Outcome, long Now)
{
    /// <summary>Writes the turn. Null if the instance is another one by now: then nothing is written.</summary>
    public TurnEffects? Commit(SqlSession session)
    {
        if (!session.UpdateInstance(Instance, Outcome, Now))
        {
            return null;
        }

        foreach (var id in Consumed)
        {
            session.DeleteMessage(id);
        }

        var effects = new TurnEffects();
        foreach (var call in Outcome.Calls)
        {
            Place(session, call, effects);
        }

        foreach (var timer in Outcome.CancelledTimers)
        {
            session.CancelTimer(Instance, timer);
        }

        if (Outcome.Next is { } next)
        {
            session.StartOver(Instance, next, NewExecutionId(), Now);
            effects.Woken.Add(Instance.InstanceId);
        }
        else
        {
            effects.HistoryLength = AppendHistory(session);
        }

        if (Outcome.HasEnded)
        {
            End(session, effects);
        }

        return effects;
    }

    private static string NewExecutionId() => Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    private int AppendHistory(SqlSession session)
    {
        var sequence = HistoryLength;
        foreach (var taken in Events)
        {
            session.AppendHistory(Instance.InstanceId, sequence++, taken);
        }

        foreach (var call in Outcome.Calls)
        {
            session.AppendHistory(Instance.InstanceId, sequence++, call.ToEvent(Now));
        }

        return sequence;
    }

    private void Place(SqlSession session, ScheduledCall call, TurnEffects effects)
    {
        switch (call.Kind)
        {
            case EventKind.TaskScheduled:
                effects.Activities.Add(session.AddActivity(Instance, call));
                break;
            case EventKind.SubOrchestrationCreated:
                StartChild(session, call, effects);
                break;
            case EventKind.EventSent:
                if (session.Send(call.Target!, null, new HistoryEvent(EventKind.EventRaised, Now, Name: call.Name, Data: call.Payload)))
                {
                    effects.Woken.Add(call.Target!);
                }

                break;
            default:
                var due = long.Parse(call.Target!, CultureInfo.InvariantCulture);
                session.Send(Instance.InstanceId, Instance.ExecutionId, new HistoryEvent(EventKind.TimerFired, due, call.Id), due);
                effects.NextDue = Math.Min(effects.NextDue, due);
                break;
        }
    }

    private void StartChild(SqlSession session, ScheduledCall call, TurnEffects effects)
    {
        var id = call.Target!;
        if (!session.IsFree(id))
        {
            var failure = Failures.Of(Failures.AlreadyExists, $"An orchestration with the instance id '{id}' exists already and has not ended.");
            session.Send(
                Instance.InstanceId, Instance.ExecutionId, new HistoryEvent(EventKind.SubOrchestrationFailed, Now, call.Id, Data: Failures.Write(failure)));
            effects.Woken.Add(Instance.InstanceId);
            return;
        }

        var child = new Instance(id, NewExecutionId(), call.Name!, call.Version)
        {
            CreatedAt = Now,
            Input = call.Payload,
            Tags = call.Tags,
            Parent = new ParentCall(Instance.InstanceId, Instance.ExecutionId, Instance.Name, call.Id),
        };
        session.PutInstance(child, startAt: null);
        effects.Woken.Add(id);
        effects.Started.Add(id);
    }

    private void End(SqlSession session, TurnEffects effects)
    {
        session.AppendHistory(
            Instance.InstanceId,
            effects.HistoryLength,
            new HistoryEvent(EventKind.ExecutionCompleted, Now, Name: Outcome.Status.ToString(), Data: Outcome.Failure is null ? Outcome.Output : Failures.Write(Outcome.Failure)));
        session.ClearInbox(Instance.InstanceId);
        foreach (var child in Outcome.TerminatedChildren)
        {
            if (session.Send(child, null, new HistoryEvent(EventKind.ExecutionTerminatedRecursively, Now, Data: Outcome.Output)))
            {
                effects.Woken.Add(child);
            }
        }

        if (Instance.Parent is { } parent && session.Send(parent.InstanceId, parent.ExecutionId, AnswerTo(parent)))
        {
            effects.Woken.Add(parent.InstanceId);
        }
    }

    private HistoryEvent AnswerTo(ParentCall parent) => Outcome.Status switch
    {
        OrchestrationRuntimeStatus.Completed => new(EventKind.SubOrchestrationCompleted, Now, parent.TaskId, Instance.Name, Outcome.Output),
        OrchestrationRuntimeStatus.Failed => Failed(parent, Outcome.Failure!),
        _ => Failed(parent, Failures.Of(Failures.Terminated, $"The orchestration '{Instance.InstanceId}' was terminated.")),
    };

    private HistoryEvent Failed(ParentCall parent, TaskFailureDetails failure)
        => new(EventKind.SubOrchestrationFailed, Now, parent.TaskId, Instance.Name, Failures.Write(failure));
}
