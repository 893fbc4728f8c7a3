-- How many activities work on a run, so that the last one that ends lets go of it, and not the first.
ALTER TABLE runs ADD COLUMN workers integer NOT NULL DEFAULT 0;
