-- The triggers of the newest version of each pipeline, and what is known of them.
CREATE TABLE pipeline_triggers (
    pipeline_id text NOT NULL REFERENCES pipelines ON DELETE CASCADE,
    key text NOT NULL,
    position integer NOT NULL,
    type text NOT NULL,
    -- The event or the stream that it waits for.
    subject text,
    -- What its state belongs to: a file trigger with another path begins anew.
    fingerprint text NOT NULL,
    is_active boolean NOT NULL,
    since timestamptz NOT NULL,
    fired_at timestamptz,
    fired_run_id text,
    token_hash bytea UNIQUE,
    token_hint text,
    token_at timestamptz,
    token_by text,
    -- The minute whose requests are being counted.
    minute timestamptz,
    requests integer NOT NULL DEFAULT 0,
    look_at timestamptz,
    looked_as text,
    last_error text,
    PRIMARY KEY (pipeline_id, key)
);

CREATE INDEX pipeline_triggers_by_subject ON pipeline_triggers (type, subject) WHERE is_active;
CREATE INDEX pipeline_triggers_due ON pipeline_triggers (look_at) WHERE is_active AND look_at IS NOT NULL;

-- What has fired a trigger: told again, it starts nothing more.
CREATE TABLE trigger_events (
    pipeline_id text NOT NULL REFERENCES pipelines ON DELETE CASCADE,
    key text NOT NULL,
    event_id text NOT NULL,
    run_id text,
    told_at timestamptz NOT NULL,
    PRIMARY KEY (pipeline_id, key, event_id)
);

CREATE INDEX trigger_events_by_time ON trigger_events (told_at);

-- The files that triggers watch, as they were seen last.
CREATE TABLE watched_files (
    pipeline_id text NOT NULL,
    key text NOT NULL,
    path text NOT NULL,
    version text NOT NULL,
    seen_at timestamptz NOT NULL,
    done text,
    PRIMARY KEY (pipeline_id, key, path),
    FOREIGN KEY (pipeline_id, key) REFERENCES pipeline_triggers ON DELETE CASCADE
);

-- Of triggers that were saved before. Their fingerprint is none that a save gives: file triggers begin with what is there. No operator looks into a document that
-- has a U+0000 in it: its triggers are taken over when it is saved the next time.
WITH readable AS MATERIALIZED (
    SELECT p.id, p.enabled, v.document
    FROM pipelines p JOIN pipeline_versions v ON v.pipeline_id = p.id AND v.version = p.version
    WHERE v.document::text NOT LIKE '%\\u0000%'),
given AS (
    SELECT r.id, r.enabled, t.value, t.ordinality::integer - 1 AS position, regexp_replace(lower(trim(t.value ->> 'type')), '[-/ _]+', '_', 'g') AS type
    FROM readable r CROSS JOIN LATERAL json_array_elements(CASE WHEN json_typeof(r.document -> 'triggers') = 'array' THEN r.document -> 'triggers' ELSE '[]' END) WITH ORDINALITY AS t
    WHERE json_typeof(t.value) = 'object')
INSERT INTO pipeline_triggers (pipeline_id, key, position, type, subject, fingerprint, is_active, since, look_at)
SELECT g.id, coalesce(g.value ->> 'name', g.type), g.position, g.type, coalesce(g.value ->> 'event', g.value ->> 'stream'), 'migrated',
    g.enabled AND coalesce(g.value ->> 'enabled', 'true') = 'true', now(), CASE WHEN g.type = 'file' THEN now() END
FROM given g
WHERE g.type IS NOT NULL
ON CONFLICT DO NOTHING;
