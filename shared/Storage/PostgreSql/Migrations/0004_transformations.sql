-- Saved transformations. A version is never changed; a transformation's own row points to the newest.

CREATE TABLE transformations (
    id text PRIMARY KEY,
    version integer NOT NULL,
    name text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE INDEX transformations_by_creation ON transformations (created_at, id);
CREATE INDEX transformations_by_change ON transformations (updated_at, id);

-- Versions outlive their transformation: runs refer to them.
CREATE TABLE transformation_versions (
    transformation_id text NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    description text,
    input_schema json,
    steps json NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    author text NOT NULL,
    PRIMARY KEY (transformation_id, version)
);

-- The saved transformations that a pipeline's newest version refers to; one that is referred to cannot be deleted.
CREATE TABLE pipeline_transformations (
    transformation_id text NOT NULL REFERENCES transformations,
    pipeline_id text NOT NULL REFERENCES pipelines ON DELETE CASCADE,
    PRIMARY KEY (transformation_id, pipeline_id)
);

CREATE INDEX pipeline_transformations_of_pipeline ON pipeline_transformations (pipeline_id);
