-- How far pipelines have read the streams that they read incrementally. A state is small and only looked into by the product: JSON.

ALTER TABLE runs ADD COLUMN reading json;

-- How far a segment reached, where its source is read incrementally.
ALTER TABLE run_segments ADD COLUMN mark json;

CREATE TABLE stream_states (
    pipeline_id text NOT NULL,
    stream text NOT NULL,
    version integer NOT NULL,
    state json NOT NULL,
    PRIMARY KEY (pipeline_id, stream)
);

-- The last changes of each, with the run that made them; also what keeps a run from changing a state twice.
CREATE TABLE stream_state_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pipeline_id text NOT NULL,
    stream text NOT NULL,
    version integer NOT NULL,
    run_id text,
    state json NOT NULL,
    UNIQUE (pipeline_id, stream, version)
);
