-- The same article from several origins: which articles are one, and how an arrival finds those it is one with.

-- Only articles that have such twins are here. They are shown as one; nothing else of them is shared.
CREATE TABLE twin (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    twin_group INTEGER NOT NULL
) STRICT;
CREATE INDEX twin_group ON twin (twin_group);

-- Hashes of links and titles with the articles that have them; see duplicates/candidates.py. Many in one row: a row for
-- each would need three times the room.
CREATE TABLE twin_key (
    bucket INTEGER PRIMARY KEY,
    rests BLOB NOT NULL,
    articles BLOB NOT NULL
) STRICT;

-- Articles up to this one are looked at by and by, the newest first; see duplicates/grouping.py.
INSERT INTO state (name, value) SELECT 'unpaired', max(id) FROM article HAVING max(id) IS NOT NULL;
