CREATE TABLE run_logs (
    run_created_at timestamptz NOT NULL,
    run_id text NOT NULL,
    sequence bigint NOT NULL,
    at timestamptz NOT NULL,
    level integer NOT NULL,
    step text,
    partition integer,
    event text NOT NULL,
    message text NOT NULL,
    template text NOT NULL,
    fields json NOT NULL,
    PRIMARY KEY (run_created_at, run_id, sequence)
) PARTITION BY RANGE (run_created_at);

CREATE TABLE run_logs_other PARTITION OF run_logs DEFAULT;

-- When a segment was saved last, for the course of a run over time.
ALTER TABLE run_segments ADD COLUMN saved_at timestamptz;
