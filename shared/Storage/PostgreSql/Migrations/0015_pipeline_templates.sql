-- The templates of pipelines that users saved; those that the platform ships are part of it.

CREATE TABLE pipeline_templates (
    id text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    description text,
    category text,
    parameters json NOT NULL,
    definition json NOT NULL,
    author text NOT NULL,
    created_at timestamptz NOT NULL
);
