-- Actions that are too large for one transaction: what is left of them, and what each slice has changed.

ALTER TABLE action ADD COLUMN unfinished INTEGER NOT NULL DEFAULT 0; -- 1: it goes on; 2: it is being taken back
ALTER TABLE action ADD COLUMN work BLOB;   -- msgpack of what is done to the articles of its slices; NULL: nothing
CREATE INDEX action_unfinished ON action (id) WHERE unfinished > 0;

CREATE TABLE action_slice (
    id INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    first INTEGER NOT NULL,             -- the lowest and the highest id of its articles
    last INTEGER NOT NULL,
    changed INTEGER NOT NULL,           -- how many it has changed
    todo BLOB,                          -- the articles that wait, packed as in undo_log.py; NULL: it is done
    before BLOB                         -- msgpack of what it changed, as action.before
) STRICT;
CREATE INDEX action_slice_action ON action_slice (action);
