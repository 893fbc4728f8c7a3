-- Requests that came with an Idempotency-Key. While one is at work its host holds an advisory lock, which ends with the host.

CREATE TABLE idempotency_keys (
    scope text PRIMARY KEY,
    id text NOT NULL,
    -- Null when the request failed without an answer worth keeping.
    fingerprint text,
    answer text,
    created_at timestamptz NOT NULL
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
