-- What became of the values of each field that a segment was read from, for the fields of which any was coerced or rejected.

ALTER TABLE run_segments ADD COLUMN fields json;
