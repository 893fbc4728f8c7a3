namespace DataAggregator.Emulator.Durable;

/// <summary>The tables of a store.</summary>
internal static class Schema
{
    private const long Version = 1;

    private static readonly string[] Tables =
    [
        """
        CREATE TABLE instances(
            instance_id TEXT PRIMARY KEY, execution_id TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
            status INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
            input TEXT, output TEXT, custom_status TEXT, failure TEXT, tags TEXT,
            parent_instance_id TEXT, parent_execution_id TEXT, parent_name TEXT, parent_task_id INTEGER)
        """,
        "CREATE INDEX instances_by_parent ON instances(parent_instance_id) WHERE parent_instance_id IS NOT NULL",
        "CREATE INDEX instances_by_status ON instances(status, created_at)",
        """
        CREATE TABLE history(
            instance_id TEXT NOT NULL, sequence INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, task_id INTEGER NOT NULL,
            name TEXT, data TEXT, PRIMARY KEY(instance_id, sequence)) WITHOUT ROWID
        """,
        """
        CREATE TABLE inbox(
            id INTEGER PRIMARY KEY AUTOINCREMENT, instance_id TEXT NOT NULL, execution_id TEXT, due_at INTEGER,
            kind INTEGER NOT NULL, at INTEGER NOT NULL, task_id INTEGER NOT NULL, name TEXT, data TEXT)
        """,
        "CREATE INDEX inbox_by_instance ON inbox(instance_id)",
        "CREATE INDEX inbox_by_due ON inbox(due_at) WHERE due_at IS NOT NULL",
        """
        CREATE TABLE activities(
            id INTEGER PRIMARY KEY AUTOINCREMENT, instance_id TEXT NOT NULL, execution_id TEXT NOT NULL, task_id INTEGER NOT NULL,
            name TEXT NOT NULL, version TEXT NOT NULL, input TEXT)
        """,
        "CREATE INDEX activities_by_instance ON activities(instance_id)",
    ];

    /// <summary>Creates the tables in a new file.</summary>
    /// <exception cref="InvalidOperationException">The file is of a newer version.</exception>
    public static void Ensure(SqlSession session, string path)
    {
        var found = (long)session.Scalar("PRAGMA user_version")!;
        if (found > Version)
        {
            throw new InvalidOperationException(
                $"The durable store '{path}' was written by a newer version (schema {found}, this is {Version}). Update, or choose another data directory.");
        }

        if (found == Version)
        {
            return;
        }

        session.Execute("BEGIN IMMEDIATE");
        foreach (var table in Tables)
        {
            session.Execute(table);
        }

        session.Execute($"PRAGMA user_version={Version}");
        session.Execute("COMMIT");
    }
}
