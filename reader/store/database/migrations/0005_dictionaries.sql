-- What bodies are compressed with (RFC 8878, section 5); see bodies.py. A frame names the one it needs.
CREATE TABLE dictionary (
    id INTEGER PRIMARY KEY,             -- the number that stands in its frames
    articles INTEGER NOT NULL,          -- how many the library had when it was learnt
    content BLOB NOT NULL
) STRICT;
