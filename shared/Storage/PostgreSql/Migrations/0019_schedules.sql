-- Schedules of enabled pipelines: how far they were carried out, and when to look again.
CREATE TABLE pipeline_schedules (
    pipeline_id text PRIMARY KEY REFERENCES pipelines ON DELETE CASCADE,
    version integer NOT NULL,
    schedule jsonb NOT NULL,
    decided_until timestamptz NOT NULL,
    next_at timestamptz
);

CREATE INDEX pipeline_schedules_due ON pipeline_schedules (next_at);

-- No operator looks into a document that has a U+0000 in it, so they are left out before.
INSERT INTO pipeline_schedules (pipeline_id, version, schedule, decided_until, next_at)
SELECT p.id, p.version, (v.document -> 'schedule')::jsonb, now(), now()
FROM pipelines p
    JOIN (SELECT pipeline_id, version, regexp_replace(document::text, '(?<!\\)((?:\\\\)*)\\u0000', '\1', 'g')::json AS document FROM pipeline_versions) v
        ON v.pipeline_id = p.id AND v.version = p.version
WHERE p.enabled AND json_typeof(v.document -> 'schedule') = 'object';
