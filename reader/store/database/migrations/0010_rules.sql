-- The rules of the settings that have done something, and what: so each can be told, and taken back.
CREATE TABLE rule (
    id INTEGER PRIMARY KEY,
    query TEXT NOT NULL,                -- its `when`, as written
    deeds TEXT NOT NULL,                -- its `do`, a line each
    kept INTEGER NOT NULL DEFAULT 0,    -- 1: it is gone from the settings, and what it did is to stay
    UNIQUE (query, deeds)
) STRICT;

CREATE TABLE rule_work (
    id INTEGER PRIMARY KEY,
    rule INTEGER NOT NULL REFERENCES rule (id) ON DELETE CASCADE,
    action INTEGER NOT NULL,            -- the action that it is a part of; 0: nothing was to be changed
    undone INTEGER NOT NULL DEFAULT 0,  -- the action that took it back; 0: none did; -1: nothing was left to take back
    first INTEGER NOT NULL,             -- the lowest and the highest id of the articles that changed
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,             -- how many articles its query found
    changed BLOB NOT NULL               -- msgpack: each line of `do` -> the articles that it changed, packed
) STRICT;
CREATE INDEX rule_work_rule ON rule_work (rule);
CREATE INDEX rule_work_action ON rule_work (action);
CREATE INDEX rule_work_last ON rule_work (last, first);
CREATE INDEX rule_work_undone ON rule_work (undone) WHERE undone <> 0;
