-- The run ledger. What grows with every run is partitioned by the month in which the run was created, so that retention drops
-- partitions instead of deleting rows; segments and dead letters carry their run's creation for that.

-- One row a run: what makes its key unique over all partitions, and finds the partition of an id.
CREATE TABLE run_keys (
    run_id text PRIMARY KEY,
    run_key text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL
);

CREATE TABLE runs (
    id text NOT NULL,
    run_key text NOT NULL,
    pipeline_id text NOT NULL,
    pipeline_name text NOT NULL,
    pipeline_version integer NOT NULL,
    status text NOT NULL,
    trigger_kind text NOT NULL,
    parameters json NOT NULL,
    logical_time timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    epoch integer NOT NULL,
    cancel_requested boolean NOT NULL,
    record_limit bigint,
    dry_run boolean NOT NULL,
    records_expected bigint,
    records_read bigint NOT NULL DEFAULT 0,
    records_written bigint NOT NULL DEFAULT 0,
    records_rejected bigint NOT NULL DEFAULT 0,
    records_filtered bigint NOT NULL DEFAULT 0,
    records_deduplicated bigint NOT NULL DEFAULT 0,
    bytes_read bigint NOT NULL DEFAULT 0,
    steps json NOT NULL DEFAULT '[]',
    error json,
    PRIMARY KEY (created_at, id)
) PARTITION BY RANGE (created_at);

CREATE INDEX runs_by_pipeline ON runs (pipeline_id, created_at, id);
CREATE INDEX runs_by_status ON runs (status, created_at, id);
CREATE INDEX runs_by_pipeline_and_status ON runs (pipeline_id, status, created_at, id);
CREATE INDEX runs_unfinished ON runs (created_at, id) WHERE status IN ('pending', 'running', 'paused', 'retrying');

CREATE TABLE run_plans (
    run_id text PRIMARY KEY REFERENCES run_keys ON DELETE CASCADE,
    plan json NOT NULL
);

CREATE TABLE run_segments (
    run_created_at timestamptz NOT NULL,
    run_id text NOT NULL,
    partition integer NOT NULL,
    ordinal integer NOT NULL,
    records_read bigint NOT NULL,
    bytes_read bigint NOT NULL,
    records_written bigint,
    records_rejected bigint NOT NULL DEFAULT 0,
    steps jsonb NOT NULL,
    position text,
    next_ordinal bigint NOT NULL,
    PRIMARY KEY (run_created_at, run_id, partition, ordinal)
) PARTITION BY RANGE (run_created_at);

CREATE TABLE dead_letters (
    run_created_at timestamptz NOT NULL,
    run_id text NOT NULL,
    partition integer NOT NULL,
    segment integer NOT NULL,
    position integer NOT NULL,
    source_partition integer NOT NULL,
    source_ordinal bigint NOT NULL,
    record bytea NOT NULL,
    errors json NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (run_created_at, run_id, partition, segment, position)
) PARTITION BY RANGE (run_created_at);

-- Where nobody made the month's partition in time, rows wait here.
CREATE TABLE runs_other PARTITION OF runs DEFAULT;
CREATE TABLE run_segments_other PARTITION OF run_segments DEFAULT;
CREATE TABLE dead_letters_other PARTITION OF dead_letters DEFAULT;

-- Makes the partition of the month that begins at first_day; what waits for it in the default partition moves in.
CREATE FUNCTION ensure_month(parent text, time_column text, first_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    child text := parent || to_char(first_day, '"_"YYYY"_"MM');
    from_instant timestamptz := first_day::timestamp AT TIME ZONE 'UTC';
    to_instant timestamptz := (first_day + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(child) IS NOT NULL THEN
        RETURN;
    END IF;
    -- Against writers: a row that arrived in the default partition meanwhile would stand in the way.
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent);
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS)', child, parent);
    EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= $1 AND %I < $2 RETURNING *) INSERT INTO %I SELECT * FROM moved',
        parent || '_other', time_column, time_column, child) USING from_instant, to_instant;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, from_instant, to_instant);
END $$;
