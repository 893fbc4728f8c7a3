-- Dead letters: what a record and its reasons say is encrypted with a key of its run; where it stands, and what it is found by, is not.

CREATE TABLE dead_letter_keys (
    run_id text PRIMARY KEY REFERENCES run_keys ON DELETE CASCADE,
    protected_key text NOT NULL
);

-- The record and errors of an earlier version stay as they were; later ones are in sealed. A row with the status 'attempt' is of a run that
-- replays: it belongs to the dead letter that was replayed.
ALTER TABLE dead_letters
    ALTER COLUMN record DROP NOT NULL,
    ALTER COLUMN errors DROP NOT NULL,
    ADD COLUMN sealed bytea,
    ADD COLUMN sealed_edit bytea,
    ADD COLUMN as_read boolean NOT NULL DEFAULT true,
    ADD COLUMN pipeline_id text,
    ADD COLUMN pipeline_name text,
    ADD COLUMN pipeline_version integer,
    ADD COLUMN step text,
    ADD COLUMN field text,
    ADD COLUMN rule text,
    ADD COLUMN code text,
    ADD COLUMN status text NOT NULL DEFAULT 'open',
    ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    ADD COLUMN replay_run_id text,
    ADD COLUMN is_claimed boolean NOT NULL DEFAULT false,
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN updated_at timestamptz;

-- No operator looks into errors that have a U+0000 in them (a message shows the value), so they are left out before.
UPDATE dead_letters d SET pipeline_id = r.pipeline_id, pipeline_name = r.pipeline_name, pipeline_version = r.pipeline_version, updated_at = d.created_at,
    (step, field, rule, code) = (
        SELECT e.error ->> 'step', e.error ->> 'field', e.error ->> 'rule', e.error ->> 'code'
        FROM (SELECT regexp_replace(d.errors::text, '(?<!\\)((?:\\\\)*)\\u0000', '\1', 'g')::json -> 0 AS error) e)
FROM runs r WHERE r.created_at = d.run_created_at AND r.id = d.run_id;

CREATE INDEX dead_letters_newest ON dead_letters (created_at, run_id, partition, segment, position);
CREATE INDEX dead_letters_by_pipeline ON dead_letters (pipeline_id, created_at, run_id, partition, segment, position);
CREATE INDEX dead_letters_by_status ON dead_letters (status, created_at, run_id, partition, segment, position);
CREATE INDEX dead_letters_by_code ON dead_letters (code, created_at, run_id, partition, segment, position);
CREATE INDEX dead_letters_claimed ON dead_letters (replay_run_id) WHERE is_claimed;

-- What a run that replays reads, by number; frozen when it was claimed.
CREATE TABLE dead_letter_replays (
    replay_run_id text NOT NULL,
    number bigint NOT NULL,
    run_created_at timestamptz NOT NULL,
    run_id text NOT NULL,
    partition integer NOT NULL,
    segment integer NOT NULL,
    position integer NOT NULL,
    PRIMARY KEY (replay_run_id, number)
);
