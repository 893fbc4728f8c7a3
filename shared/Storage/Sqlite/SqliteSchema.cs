namespace DataAggregator.Storage.Sqlite;

/// <summary>The schema of the SQLite file. Instants are microseconds since 1970 UTC.</summary>
internal static class SqliteSchema
{
    /// <summary>What brings the file from version n to n + 1. Never changed once released: a change is a new entry.</summary>
    public static readonly IReadOnlyList<string> Migrations =
    [
        """
        CREATE TABLE runs (
            id TEXT NOT NULL PRIMARY KEY, run_key TEXT NOT NULL UNIQUE, pipeline_id TEXT NOT NULL, pipeline_name TEXT NOT NULL, pipeline_version INTEGER NOT NULL,
            status TEXT NOT NULL, trigger_kind TEXT NOT NULL, parameters TEXT NOT NULL, logical_time INTEGER NOT NULL, created_at INTEGER NOT NULL,
            started_at INTEGER, ended_at INTEGER, epoch INTEGER NOT NULL, cancel_requested INTEGER NOT NULL, record_limit INTEGER, dry_run INTEGER NOT NULL, records_expected INTEGER,
            records_read INTEGER NOT NULL DEFAULT 0, records_written INTEGER NOT NULL DEFAULT 0, records_rejected INTEGER NOT NULL DEFAULT 0,
            records_filtered INTEGER NOT NULL DEFAULT 0, records_deduplicated INTEGER NOT NULL DEFAULT 0, bytes_read INTEGER NOT NULL DEFAULT 0,
            steps TEXT NOT NULL DEFAULT '[]', error TEXT);
        CREATE INDEX runs_newest ON runs (created_at, id);
        CREATE INDEX runs_by_pipeline ON runs (pipeline_id, created_at, id);
        CREATE INDEX runs_by_status ON runs (status, created_at, id);
        CREATE TABLE run_plans (run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE, plan TEXT NOT NULL);
        CREATE TABLE run_segments (
            run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, partition INTEGER NOT NULL, ordinal INTEGER NOT NULL,
            records_read INTEGER NOT NULL, bytes_read INTEGER NOT NULL, records_written INTEGER, records_rejected INTEGER NOT NULL DEFAULT 0, steps TEXT NOT NULL,
            position TEXT, next_ordinal INTEGER NOT NULL, PRIMARY KEY (run_id, partition, ordinal)) WITHOUT ROWID;
        CREATE TABLE dead_letters (
            run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, partition INTEGER NOT NULL, segment INTEGER NOT NULL, position INTEGER NOT NULL,
            source_partition INTEGER NOT NULL, source_ordinal INTEGER NOT NULL, record BLOB NOT NULL, errors TEXT NOT NULL, created_at INTEGER NOT NULL,
            PRIMARY KEY (run_id, partition, segment, position));
        """,
        """
        CREATE TABLE stream_schemas (
            pipeline_id TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, schema TEXT, changes TEXT NOT NULL, run_id TEXT, changed_by TEXT,
            created_at INTEGER NOT NULL, PRIMARY KEY (pipeline_id, stream, version)) WITHOUT ROWID;
        CREATE TABLE run_schemas (
            run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, stream TEXT NOT NULL, digest TEXT NOT NULL, schema TEXT NOT NULL,
            PRIMARY KEY (run_id, stream, digest)) WITHOUT ROWID;
        CREATE TABLE run_drifts (
            run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, stream TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL, drift TEXT NOT NULL,
            created_at INTEGER NOT NULL, PRIMARY KEY (run_id, stream, field, kind)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE run_write_plans (run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE, plans TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE run_samples (
            run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, partition INTEGER NOT NULL, number INTEGER NOT NULL, record BLOB NOT NULL,
            PRIMARY KEY (run_id, partition, number)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE run_segment_profiles (
            run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, partition INTEGER NOT NULL, ordinal INTEGER NOT NULL, profile BLOB NOT NULL, checks TEXT NOT NULL,
            PRIMARY KEY (run_id, partition, ordinal)) WITHOUT ROWID;
        CREATE TABLE run_profiles (
            run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE, pipeline_id TEXT NOT NULL, created_at INTEGER NOT NULL, profile TEXT NOT NULL, expectations TEXT NOT NULL);
        CREATE INDEX run_profiles_by_pipeline ON run_profiles (pipeline_id, created_at, run_id);
        """,
        """
        ALTER TABLE runs ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE runs ADD COLUMN pause_requested INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN halted INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN heartbeat_at INTEGER;
        ALTER TABLE runs ADD COLUMN lease_until INTEGER;
        ALTER TABLE runs ADD COLUMN work_records INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN work_bytes INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN waits_until INTEGER;
        ALTER TABLE runs ADD COLUMN waits_for TEXT;
        ALTER TABLE runs ADD COLUMN retryable INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE run_segments ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
        """,
        """
        ALTER TABLE runs ADD COLUMN reading TEXT;
        ALTER TABLE run_segments ADD COLUMN mark TEXT;
        CREATE TABLE stream_states (
            pipeline_id TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (pipeline_id, stream)) WITHOUT ROWID;
        CREATE TABLE stream_state_changes (
            id INTEGER PRIMARY KEY AUTOINCREMENT, pipeline_id TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, run_id TEXT, state TEXT NOT NULL,
            UNIQUE (pipeline_id, stream, version));
        """,
        """
        CREATE TABLE run_logs (
            run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, sequence INTEGER NOT NULL, at INTEGER NOT NULL, level INTEGER NOT NULL, step TEXT,
            partition INTEGER, event TEXT NOT NULL, message TEXT NOT NULL, template TEXT NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (run_id, sequence)) WITHOUT ROWID;
        ALTER TABLE run_segments ADD COLUMN saved_at INTEGER;
        """,
        "ALTER TABLE run_segments ADD COLUMN fields TEXT;",
        "ALTER TABLE runs ADD COLUMN workers INTEGER NOT NULL DEFAULT 0",
        """
        CREATE TABLE dead_letter_keys (run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE, protected_key TEXT NOT NULL) WITHOUT ROWID;
        ALTER TABLE dead_letters ADD COLUMN sealed BLOB;
        """,
        """
        ALTER TABLE runs ADD COLUMN queued INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN upstream_run_id TEXT;
        """,
    ];
}
