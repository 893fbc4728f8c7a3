-- What is known of the fields of streams, version by version; a version without fields says that they were forgotten.
CREATE TABLE stream_schemas (
    pipeline_id text NOT NULL,
    stream text NOT NULL,
    version integer NOT NULL,
    schema json,
    changes json NOT NULL,
    run_id text,
    changed_by text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (pipeline_id, stream, version)
);

-- What runs saw: each set of fields once, by its digest.
CREATE TABLE run_schemas (
    run_created_at timestamptz NOT NULL,
    run_id text NOT NULL,
    stream text NOT NULL,
    digest text NOT NULL,
    schema json NOT NULL,
    PRIMARY KEY (run_created_at, run_id, stream, digest)
) PARTITION BY RANGE (run_created_at);

-- How that differed from what was known: each field and kind once a run.
CREATE TABLE run_drifts (
    run_created_at timestamptz NOT NULL,
    run_id text NOT NULL,
    stream text NOT NULL,
    field text NOT NULL,
    kind text NOT NULL,
    drift json NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (run_created_at, run_id, stream, field, kind)
) PARTITION BY RANGE (run_created_at);

CREATE TABLE run_schemas_other PARTITION OF run_schemas DEFAULT;
CREATE TABLE run_drifts_other PARTITION OF run_drifts DEFAULT;
