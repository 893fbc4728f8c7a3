using System.Data.Common;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Statements that change the row of a run.</summary>
internal static class PostgreSqlRunChange
{
    // The key's row names the partition, so that only that one is looked into.
    private const string OfKey = "FROM run_keys k WHERE k.run_id = @id AND r.created_at = k.created_at AND r.id = k.run_id";

    /// <summary>Changes the run where the condition holds, and tells its watchers in the same transaction; a row with what it is told now when it changed.</summary>
    public static Statement Loud(string id, RunTransition transition, params IReadOnlyList<(string Name, object? Value)> parameters) => new(
        $"""
        WITH changed AS (UPDATE runs r SET {transition.Assignments} {OfKey} AND {transition.Condition} RETURNING r.id, {Told})
        SELECT {RunTransition.OrderColumns}, pg_notify(@channel, id) FROM changed
        """,
        [("@id", id), ("@channel", PostgreSqlRunListener.Channel), .. parameters]);

    /// <summary>The same as <see cref="Loud"/> for what may end the run: where it has ended, keeps in the same transaction that what follows from its end is still to be done.</summary>
    public static Statement Ending(string id, RunTransition transition, params IReadOnlyList<(string Name, object? Value)> parameters) => new(
        $"""
        WITH changed AS (UPDATE runs r SET {transition.Assignments} {OfKey} AND {transition.Condition} RETURNING r.id, r.attempt, r.status, {Told}),
        ended AS (INSERT INTO run_ends (run_id, attempt, ended_at) SELECT id, attempt, @now FROM changed WHERE NOT {RunRow.Unfinished} ON CONFLICT DO NOTHING)
        SELECT {RunTransition.OrderColumns}, pg_notify(@channel, id) FROM changed
        """,
        [("@id", id), ("@channel", PostgreSqlRunListener.Channel), .. parameters]);

    /// <summary>The same as <see cref="Loud"/> without telling anyone.</summary>
    public static Statement Quiet(string id, RunTransition transition, params IReadOnlyList<(string Name, object? Value)> parameters) => new(
        $"UPDATE runs r SET {transition.Assignments} {OfKey} AND {transition.Condition} RETURNING {Told}", [("@id", id), .. parameters]);

    /// <summary>What the row that <see cref="Loud"/> or <see cref="Quiet"/> returns says.</summary>
    public static Core.Runs.RunOrder Order(DbDataReader row) => RunTransition.Order(row, 0);

    private static string Told { get; } = string.Join(", ", RunTransition.OrderColumns.Split(", ").Select(column => $"r.{column}"));
}
