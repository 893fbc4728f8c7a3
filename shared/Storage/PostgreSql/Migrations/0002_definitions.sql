-- Saved connectors and pipelines. A pipeline's versions are never changed; its own row points to the newest.

CREATE TABLE connectors (
    id text PRIMARY KEY,
    version integer NOT NULL,
    name text NOT NULL UNIQUE,
    connector_type text NOT NULL,
    description text,
    config json NOT NULL,
    tags text[] NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE INDEX connectors_by_creation ON connectors (created_at, id);
CREATE INDEX connectors_by_change ON connectors (updated_at, id);

CREATE TABLE pipelines (
    id text PRIMARY KEY,
    version integer NOT NULL,
    name text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE INDEX pipelines_by_creation ON pipelines (created_at, id);
CREATE INDEX pipelines_by_change ON pipelines (updated_at, id);

-- Versions outlive their pipeline: runs refer to them.
CREATE TABLE pipeline_versions (
    pipeline_id text NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    document json NOT NULL,
    enabled boolean NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    author text NOT NULL,
    PRIMARY KEY (pipeline_id, version)
);

-- The saved connectors that a pipeline's newest version names.
CREATE TABLE pipeline_connectors (
    connector_id text NOT NULL,
    pipeline_id text NOT NULL REFERENCES pipelines ON DELETE CASCADE,
    PRIMARY KEY (connector_id, pipeline_id)
);

CREATE INDEX pipeline_connectors_of_pipeline ON pipeline_connectors (pipeline_id);
