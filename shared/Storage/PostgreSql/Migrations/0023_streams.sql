-- The events of streams, in the order in which they were taken over from the event hub.
CREATE TABLE event_streams (
    name text PRIMARY KEY,
    next_position bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL
);

CREATE TABLE stream_events (
    stream text NOT NULL REFERENCES event_streams,
    position bigint NOT NULL,
    event_id text NOT NULL,
    body bytea NOT NULL,
    kept_at timestamptz NOT NULL,
    PRIMARY KEY (stream, position),
    UNIQUE (stream, event_id)
);

CREATE INDEX stream_events_by_time ON stream_events (kept_at);

-- The first event of its stream that a trigger has not given to a run yet.
ALTER TABLE pipeline_triggers ADD COLUMN stream_position bigint NOT NULL DEFAULT 0;
