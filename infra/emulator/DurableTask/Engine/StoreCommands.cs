namespace DataAggregator.Emulator.Durable;

/// <summary>Changes of a store, for use inside one write.</summary>
internal static class StoreCommands
{
    /// <summary>Puts an instance in place of whatever had its id, with the message that starts it.</summary>
    public static void PutInstance(this SqlSession session, Instance instance, long? startAt)
    {
        session.Delete(instance.InstanceId);
        session.Execute(
            """
            INSERT INTO instances(instance_id, execution_id, name, version, status, created_at, updated_at, input, tags,
                parent_instance_id, parent_execution_id, parent_name, parent_task_id)
            VALUES($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12)
            """,
            instance.InstanceId,
            instance.ExecutionId,
            instance.Name,
            instance.Version,
            (long)instance.Status,
            instance.CreatedAt,
            instance.Input,
            instance.Tags,
            instance.Parent?.InstanceId,
            instance.Parent?.ExecutionId,
            instance.Parent?.Name,
            instance.Parent?.TaskId);
        session.Send(instance.InstanceId, instance.ExecutionId, new HistoryEvent(EventKind.ExecutionStarted, instance.CreatedAt), startAt);
    }

    /// <summary>Puts a message into the inbox of an instance that has not ended. False if there is none.</summary>
    public static bool Send(this SqlSession session, string instanceId, string? executionId, HistoryEvent message, long? dueAt = null)
        => session.Execute(
            """
            INSERT INTO inbox(instance_id, execution_id, due_at, kind, at, task_id, name, data)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE EXISTS(
                SELECT 1 FROM instances WHERE instance_id = $1 AND ($2 IS NULL OR execution_id = $2) AND status NOT IN (1, 3, 5))
            """,
            instanceId,
            executionId,
            dueAt,
            (long)message.Kind,
            message.At,
            message.TaskId,
            message.Name,
            message.Data) > 0;

    /// <summary>Answers an activity. False if nobody waits for it any more.</summary>
    public static bool CompleteActivity(this SqlSession session, ActivityWork work, HistoryEvent answer)
        => session.Execute("DELETE FROM activities WHERE id = $1", work.Id) > 0 && session.Send(work.InstanceId, work.ExecutionId, answer);

    public static long AddActivity(this SqlSession session, Instance instance, ScheduledCall call)
        => (long)session.Scalar(
            """
            INSERT INTO activities(instance_id, execution_id, task_id, name, version, input) VALUES($1, $2, $3, $4, $5, $6) RETURNING id
            """,
            instance.InstanceId,
            instance.ExecutionId,
            call.Id,
            call.Name,
            call.Version,
            call.Payload)!;

    public static void AppendHistory(this SqlSession session, string instanceId, int sequence, HistoryEvent added)
        => session.Execute(
            "INSERT INTO history(instance_id, sequence, kind, at, task_id, name, data) VALUES($1, $2, $3, $4, $5, $6, $7)",
            instanceId,
            sequence,
            (long)added.Kind,
            added.At,
            added.TaskId,
            added.Name,
            added.Data);

    public static void DeleteMessage(this SqlSession session, long id) => session.Execute("DELETE FROM inbox WHERE id = $1", id);

    public static void CancelTimer(this SqlSession session, Instance instance, int taskId)
        => session.Execute(
            "DELETE FROM inbox WHERE instance_id = $1 AND execution_id = $2 AND task_id = $3 AND due_at IS NOT NULL",
            instance.InstanceId,
            instance.ExecutionId,
            taskId);

    /// <summary>Writes a turn's result into the instance's row. False if the instance is another one by now, or has ended.</summary>
    public static bool UpdateInstance(this SqlSession session, Instance instance, TurnOutcome outcome, long now)
        => session.Execute(
            """
            UPDATE instances SET status = $3, updated_at = $4, output = $5, failure = $6, custom_status = CASE WHEN $7 THEN $8 ELSE custom_status END
            WHERE instance_id = $1 AND execution_id = $2 AND status NOT IN (1, 3, 5)
            """,
            instance.InstanceId,
            instance.ExecutionId,
            (long)outcome.Status,
            now,
            outcome.Output,
            outcome.Failure is null ? null : Failures.Write(outcome.Failure),
            outcome.CustomStatus.IsSet,
            outcome.CustomStatus.Value) > 0;

    /// <summary>Gives an instance a new execution with an empty history.</summary>
    public static void StartOver(this SqlSession session, Instance instance, NextExecution next, string executionId, long now)
    {
        session.Execute("DELETE FROM history WHERE instance_id = $1", instance.InstanceId);
        session.Execute("DELETE FROM inbox WHERE instance_id = $1 AND execution_id = $2", instance.InstanceId, instance.ExecutionId);
        session.Execute(
            "UPDATE instances SET execution_id = $2, input = $3, version = $4 WHERE instance_id = $1",
            instance.InstanceId,
            executionId,
            next.Input,
            next.Version ?? instance.Version);
        session.Send(instance.InstanceId, executionId, new HistoryEvent(EventKind.ExecutionStarted, now));
        foreach (var (name, payload) in next.Events)
        {
            session.Send(instance.InstanceId, null, new HistoryEvent(EventKind.EventRaised, now, Name: name, Data: payload));
        }
    }

    /// <summary>Drops messages that an ended instance will not take in.</summary>
    public static void ClearInbox(this SqlSession session, string instanceId) => session.Execute("DELETE FROM inbox WHERE instance_id = $1", instanceId);

    /// <summary>Deletes an instance with all that belongs to it. False if there is none.</summary>
    public static bool Delete(this SqlSession session, string instanceId)
    {
        if (session.Execute("DELETE FROM instances WHERE instance_id = $1", instanceId) == 0)
        {
            return false;
        }

        session.Execute("DELETE FROM history WHERE instance_id = $1", instanceId);
        session.Execute("DELETE FROM activities WHERE instance_id = $1", instanceId);
        session.ClearInbox(instanceId);
        return true;
    }

    /// <summary>Deletes instances that have ended, with their sub-orchestrations if asked; returns how many.</summary>
    public static int Purge(this SqlSession session, string instanceId, bool recursive)
    {
        if (session.FindStatus(instanceId) is not { } status || !Instance.HasEndedIn(status))
        {
            return 0;
        }

        var children = recursive ? session.Children(instanceId) : [];
        session.Delete(instanceId);
        return 1 + children.Sum(child => session.Purge(child, recursive));
    }

    /// <summary>Whether an instance is in a status that can be started over.</summary>
    public static bool IsFree(this SqlSession session, string instanceId)
        => session.FindStatus(instanceId) is not { } status || Instance.HasEndedIn(status);
}
