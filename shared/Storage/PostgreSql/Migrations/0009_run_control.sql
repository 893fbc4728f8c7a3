-- What users want of a run, who works on it, and what it waits for.
ALTER TABLE runs
    ADD COLUMN attempt integer NOT NULL DEFAULT 1,
    ADD COLUMN pause_requested boolean NOT NULL DEFAULT false,
    ADD COLUMN halted boolean NOT NULL DEFAULT false,
    ADD COLUMN heartbeat_at timestamptz,
    ADD COLUMN lease_until timestamptz,
    ADD COLUMN work_records bigint NOT NULL DEFAULT 0,
    ADD COLUMN work_bytes bigint NOT NULL DEFAULT 0,
    ADD COLUMN waits_until timestamptz,
    ADD COLUMN waits_for text,
    -- A failed run can be retried as long as what it delivered is kept; retryable goes first, kept when everything is removed.
    ADD COLUMN retryable boolean NOT NULL DEFAULT false,
    ADD COLUMN kept boolean NOT NULL DEFAULT false;

CREATE INDEX runs_kept ON runs (pipeline_id, ended_at) WHERE kept;

-- Whether every destination has acknowledged the segment.
ALTER TABLE run_segments ADD COLUMN delivered boolean NOT NULL DEFAULT false;
