using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Emulator.Durable;

/// <summary>Reads from a store.</summary>
internal static class StoreQueries
{
    private const string InstanceColumns =
        "instance_id, execution_id, name, version, status, created_at, updated_at, input, output, custom_status, failure, tags, "
        + "parent_instance_id, parent_execution_id, parent_name, parent_task_id";

    public static Instance? FindInstance(this SqlSession session, string instanceId)
        => session.Query($"SELECT {InstanceColumns} FROM instances WHERE instance_id = $1", ReadInstance, instanceId).FirstOrDefault();

    public static OrchestrationRuntimeStatus? FindStatus(this SqlSession session, string instanceId)
        => session.Scalar("SELECT status FROM instances WHERE instance_id = $1", instanceId) is long status ? (OrchestrationRuntimeStatus)status : null;

    public static List<HistoryEvent> History(this SqlSession session, string instanceId)
        => session.Query(
            "SELECT kind, at, task_id, name, data FROM history WHERE instance_id = $1 ORDER BY sequence",
            row => ReadEvent(row, 0),
            instanceId);

    /// <summary>What an instance can take in now, in the order of time.</summary>
    public static List<InboxMessage> Inbox(this SqlSession session, string instanceId, long now, int most)
        => session.Query(
            """
            SELECT kind, at, task_id, name, data, id, execution_id FROM inbox
            WHERE instance_id = $1 AND (due_at IS NULL OR due_at <= $2) ORDER BY COALESCE(due_at, at), id LIMIT $3
            """,
            row => new InboxMessage(row.GetInt64(5), Text(row, 6), ReadEvent(row, 0)),
            instanceId,
            now,
            most);

    public static ActivityWork? FindActivity(this SqlSession session, long id)
        => session.Query(
            "SELECT id, instance_id, execution_id, task_id, name, version, input FROM activities WHERE id = $1",
            row => new ActivityWork(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetString(5), Text(row, 6)),
            id).FirstOrDefault();

    public static List<long> ActivityIds(this SqlSession session)
        => session.Query("SELECT id FROM activities ORDER BY id", row => row.GetInt64(0));

    public static List<string> InstancesWithMessages(this SqlSession session, long now)
        => session.Query(
            "SELECT instance_id FROM inbox WHERE due_at IS NULL OR due_at <= $1 GROUP BY instance_id ORDER BY MIN(id)", row => row.GetString(0), now);

    public static List<string> InstancesDue(this SqlSession session, long now)
        => session.Query("SELECT DISTINCT instance_id FROM inbox WHERE due_at <= $1", row => row.GetString(0), now);

    public static long? NextDue(this SqlSession session, long now) => session.Scalar("SELECT MIN(due_at) FROM inbox WHERE due_at > $1", now) as long?;

    public static List<string> Children(this SqlSession session, string instanceId)
        => session.Query("SELECT instance_id FROM instances WHERE parent_instance_id = $1", row => row.GetString(0), instanceId);

    /// <summary>A page of instances in the order of their ids.</summary>
    public static List<Instance> Page(this SqlSession session, InstanceFilter filter, string? after, int size)
        => session.Query(
            $"""
            SELECT {InstanceColumns} FROM instances
            WHERE instance_id > $1 AND created_at BETWEEN $2 AND $3 AND updated_at BETWEEN $4 AND $5
                AND ($6 IS NULL OR substr(instance_id, 1, length($6)) = $6)
                AND ($7 IS NULL OR status IN (SELECT value FROM json_each($7)))
            ORDER BY instance_id LIMIT $8
            """,
            ReadInstance,
            after ?? string.Empty,
            filter.CreatedFrom,
            filter.CreatedTo,
            filter.UpdatedFrom,
            filter.UpdatedTo,
            filter.Prefix,
            filter.StatusesAsJson,
            size);

    private static Instance ReadInstance(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))
    {
        Status = (OrchestrationRuntimeStatus)row.GetInt32(4),
        CreatedAt = row.GetInt64(5),
        UpdatedAt = row.GetInt64(6),
        Input = Text(row, 7),
        Output = Text(row, 8),
        CustomStatus = Text(row, 9),
        Failure = Text(row, 10),
        Tags = Text(row, 11),
        Parent = row.IsDBNull(12) ? null : new ParentCall(row.GetString(12), row.GetString(13), row.GetString(14), row.GetInt32(15)),
    };

    private static HistoryEvent ReadEvent(SqliteDataReader row, int first)
        => new((EventKind)row.GetInt32(first), row.GetInt64(first + 1), row.GetInt32(first + 2), Text(row, first + 3), Text(row, first + 4));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
