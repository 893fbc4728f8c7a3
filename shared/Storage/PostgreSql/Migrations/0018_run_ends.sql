-- What follows from the end of a run: starts of other pipelines, and of the run that waited for it.
ALTER TABLE runs
    -- Waits until the runs of its pipeline before it have ended.
    ADD COLUMN queued boolean NOT NULL DEFAULT false,
    ADD COLUMN upstream_run_id text;

CREATE INDEX runs_queued ON runs (pipeline_id) WHERE queued;

-- Written with the end of a run, gone with what follows from it.
CREATE TABLE run_ends (
    run_id text NOT NULL REFERENCES run_keys ON DELETE CASCADE,
    attempt integer NOT NULL,
    ended_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, attempt)
);

CREATE INDEX run_ends_by_time ON run_ends (ended_at, run_id);

-- Which of the pipelines that one depends on have run since they last started it.
CREATE TABLE dependencies_met (
    pipeline_id text NOT NULL REFERENCES pipelines ON DELETE CASCADE,
    upstream_id text NOT NULL,
    run_id text NOT NULL,
    PRIMARY KEY (pipeline_id, upstream_id)
);
