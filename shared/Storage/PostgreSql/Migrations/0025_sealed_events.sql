-- What events say is encrypted with a key of their stream's day; when the events of a day go, so does its key.
CREATE TABLE stream_keys (
    stream text NOT NULL,
    day date NOT NULL,
    protected_key text NOT NULL,
    PRIMARY KEY (stream, day)
);

-- The body of an event of an earlier version stays as it was; later ones are in sealed.
ALTER TABLE stream_events
    ALTER COLUMN body DROP NOT NULL,
    ADD COLUMN sealed bytea,
    ADD COLUMN sealed_on date,
    ADD CHECK ((sealed IS NULL) = (sealed_on IS NULL) AND (sealed IS NULL) <> (body IS NULL)),
    ADD FOREIGN KEY (stream, sealed_on) REFERENCES stream_keys;
