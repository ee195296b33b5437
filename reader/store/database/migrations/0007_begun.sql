-- When the reader was there last, and whether the end was seen: what is begun and not finished can be listed.
ALTER TABLE position ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE position ADD COLUMN finished INTEGER NOT NULL DEFAULT 0;

-- The beginning is where an article opens anyway.
DELETE FROM position WHERE block = 0 AND character = 0;

CREATE INDEX position_begun ON position (at, article) WHERE finished = 0;
