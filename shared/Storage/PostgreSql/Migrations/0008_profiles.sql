-- What the records of runs were like: of segments while a run is at work, then of the whole run with what its expectations came to.

CREATE TABLE run_segment_profiles (
    run_id text NOT NULL REFERENCES run_keys ON DELETE CASCADE,
    partition integer NOT NULL,
    ordinal integer NOT NULL,
    profile bytea NOT NULL,
    checks json NOT NULL,
    PRIMARY KEY (run_id, partition, ordinal)
);

CREATE TABLE run_profiles (
    run_id text PRIMARY KEY REFERENCES run_keys ON DELETE CASCADE,
    pipeline_id text NOT NULL,
    created_at timestamptz NOT NULL,
    profile json NOT NULL,
    expectations json NOT NULL
);

CREATE INDEX run_profiles_by_pipeline ON run_profiles (pipeline_id, created_at, run_id);
