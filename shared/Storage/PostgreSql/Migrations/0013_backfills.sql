-- Backfills: a range of a pipeline's source that is read again, and where each of its chunks stands.

CREATE TABLE backfills (
    id text PRIMARY KEY,
    pipeline_id text NOT NULL,
    pipeline_name text NOT NULL,
    pipeline_version integer NOT NULL,
    from_value text NOT NULL,
    to_value text NOT NULL,
    step text NOT NULL,
    concurrency integer NOT NULL,
    author text NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    cancel_requested boolean NOT NULL DEFAULT false
);

CREATE INDEX backfills_by_pipeline ON backfills (pipeline_id, created_at, id);
CREATE INDEX backfills_unfinished ON backfills (created_at) WHERE ended_at IS NULL;

CREATE TABLE backfill_chunks (
    backfill_id text NOT NULL REFERENCES backfills ON DELETE CASCADE,
    number integer NOT NULL,
    from_value text NOT NULL,
    to_value text NOT NULL,
    status text NOT NULL,
    run_id text,
    PRIMARY KEY (backfill_id, number)
);
