-- The page behind an article: whether its feed wants it, the version that is not shown, and what failed.

-- 0: never; 1: when the reader asks for it; 2: for every new article.
ALTER TABLE feed ADD COLUMN full_text INTEGER NOT NULL DEFAULT 1;
-- With 2: articles with larger ids get their pages; it moves on once all have got them or failed.
ALTER TABLE feed ADD COLUMN pages_after INTEGER NOT NULL DEFAULT 0;

-- Of an article that has two versions, the one that is not shown: the feed's where article.page is 1,
-- else the page's. The reader's place in it is kept with it.
CREATE TABLE other_version (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    complete INTEGER NOT NULL,
    words INTEGER NOT NULL,
    packed BLOB NOT NULL,
    block INTEGER,
    character INTEGER
) STRICT;

-- Articles whose page gave no whole text when it was last asked for.
CREATE TABLE page_failure (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
