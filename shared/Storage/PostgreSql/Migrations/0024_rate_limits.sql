-- What counts of each rate limit. Times are microseconds since 1970, by this server's clock.
CREATE TABLE rate_limits (
    name text PRIMARY KEY,
    -- The permits that were given, a block each: when it ceases to count, in order, and how many it has.
    ends bigint[] NOT NULL DEFAULT '{}',
    permits integer[] NOT NULL DEFAULT '{}',
    -- When none of them counts any more.
    idle_at bigint NOT NULL DEFAULT 0
);

CREATE INDEX rate_limits_by_idle ON rate_limits (idle_at);

-- Takes up to so many permits. A block counts for counts_for; ends are rounded up to whole steps, so that a limit of a million has no more than a hundred blocks or so.
CREATE FUNCTION take_permits(limit_name text, most integer, wanted integer, counts_for bigint, step bigint, OUT granted integer, OUT remaining integer, OUT next_in bigint) LANGUAGE plpgsql AS $$
DECLARE
    given rate_limits;
    now_at bigint;
    end_at bigint;
BEGIN
    -- Held to the end: hosts take one after the other.
    LOOP
        SELECT * INTO given FROM rate_limits WHERE name = limit_name FOR UPDATE;
        EXIT WHEN FOUND;
        INSERT INTO rate_limits (name) VALUES (limit_name) ON CONFLICT DO NOTHING;
    END LOOP;
    now_at := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
    end_at := (now_at + counts_for + step - 1) / step * step;
    -- What seems to count for longer than a block can was given before the clock was set back.
    SELECT coalesce(array_agg(least(b.ends_at, end_at) ORDER BY b.ends_at), '{}'), coalesce(array_agg(b.permits ORDER BY b.ends_at), '{}'), most - coalesce(sum(b.permits), 0)
    INTO given.ends, given.permits, remaining
    FROM unnest(given.ends, given.permits) AS b (ends_at, permits) WHERE b.ends_at > now_at;
    granted := greatest(0, least(wanted, remaining));
    remaining := greatest(0, remaining - granted);
    IF granted > 0 THEN
        IF given.ends[cardinality(given.ends)] = end_at THEN
            given.permits[cardinality(given.ends)] := given.permits[cardinality(given.ends)] + granted;
        ELSE
            given.ends := given.ends || end_at;
            given.permits := given.permits || granted;
        END IF;
        UPDATE rate_limits SET ends = given.ends, permits = given.permits, idle_at = end_at WHERE name = limit_name;
    END IF;
    next_in := given.ends[1] - now_at;
END $$;
