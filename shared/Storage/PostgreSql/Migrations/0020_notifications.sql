-- The outbox: what people are told of runs. Without a due_at it was sent, or given up.
CREATE TABLE notifications (
    id text PRIMARY KEY,
    run_id text NOT NULL REFERENCES run_keys ON DELETE CASCADE,
    event text NOT NULL,
    channel text NOT NULL,
    target text NOT NULL,
    body json NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    due_at timestamptz,
    sent_at timestamptz,
    last_error text
);

CREATE INDEX notifications_due ON notifications (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX notifications_by_run ON notifications (run_id);
