-- The passages that the reader highlighted, each with his note.
CREATE TABLE note (
    id TEXT NOT NULL PRIMARY KEY,       -- made by chance: the same on all machines
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    text TEXT NOT NULL,                 -- the passage
    note TEXT NOT NULL,
    anchor TEXT NOT NULL                -- JSON of the words around the passage; see document/passages.py
) STRICT, WITHOUT ROWID;
CREATE INDEX note_article ON note (article);
