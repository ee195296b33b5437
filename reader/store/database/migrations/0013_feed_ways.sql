-- What is done with a feed in place of what the settings say, and what its reader asked for again and again.
ALTER TABLE feed ADD COLUMN ways TEXT;      -- JSON, reader/ways.py; NULL: as the settings say
ALTER TABLE feed ADD COLUMN habits TEXT;    -- JSON of how often what was asked for; NULL: never
