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

-- Of triggers that were saved before. Their fingerprint is none that a save gives: file triggers begin with what is there.
INSERT INTO pipeline_triggers (pipeline_id, key, position, type, subject, fingerprint, is_active, since, look_at)
SELECT p.id, coalesce(t.value ->> 'name', t.type), t.position, t.type, coalesce(t.value ->> 'event', t.value ->> 'stream'), 'migrated',
    p.enabled AND coalesce(t.value ->> 'enabled', 'true') = 'true', now(), CASE WHEN t.type = 'file' THEN now() END
FROM pipelines p
JOIN pipeline_versions v ON v.pipeline_id = p.id AND v.version = p.version
CROSS JOIN LATERAL (
    SELECT value, ordinality::integer - 1 AS position, regexp_replace(lower(trim(value ->> 'type')), '[-/ _]+', '_', 'g') AS type
    FROM json_array_elements(CASE WHEN json_typeof(v.document -> 'triggers') = 'array' AND (v.document -> 'triggers')::text NOT LIKE '%\\u0000%' THEN v.document -> 'triggers' ELSE '[]' END) WITH ORDINALITY
) t
WHERE json_typeof(t.value) = 'object' AND t.type IS NOT NULL
ON CONFLICT DO NOTHING;
