-- What dry runs found out: what would be written, and the first records of each partition as they would be.
CREATE TABLE run_write_plans (
    run_id text PRIMARY KEY REFERENCES run_keys ON DELETE CASCADE,
    plans json NOT NULL
);

CREATE TABLE run_samples (
    run_created_at timestamptz NOT NULL,
    run_id text NOT NULL,
    partition integer NOT NULL,
    records bytea[] NOT NULL,
    PRIMARY KEY (run_created_at, run_id, partition)
) PARTITION BY RANGE (run_created_at);

CREATE TABLE run_samples_other PARTITION OF run_samples DEFAULT;
