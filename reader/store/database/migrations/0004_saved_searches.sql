-- What the reader searches for again and again, under names of his own.
CREATE TABLE saved_search (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    query TEXT NOT NULL,                -- as it was typed: the language of library/query.py
    CHECK (name <> '' AND query <> '')
) STRICT;
