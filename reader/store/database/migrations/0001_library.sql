-- The first shape of the library. Times are UTC seconds since 1970.

CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',     -- the feed's own
    name TEXT,                          -- the reader's own for it
    site TEXT,
    folder TEXT,
    added INTEGER NOT NULL,
    removed INTEGER,                    -- when the reader unsubscribed
    url_edited INTEGER,                 -- when the reader gave it another address
    paused INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    next_due INTEGER NOT NULL DEFAULT 0,
    last_checked INTEGER,
    last_ok INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    silenced_until INTEGER,
    claimed_until INTEGER,              -- a process is asking it; not for longer than this
    moved_to TEXT,
    pace BLOB,                          -- msgpack of model.Pace and moved_days; NULL where both are empty
    CHECK (folder <> '')
) STRICT;

CREATE TABLE host (
    name TEXT PRIMARY KEY,
    silenced_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: an id that was once shown never means another article.
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed INTEGER REFERENCES feed (id),  -- NULL: saved by the reader
    sort_at INTEGER NOT NULL,
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0, -- 1 by the reader, 2 by retention, 3 with its feed
    complete INTEGER NOT NULL,          -- 0 none, 1 summary, 2 full
    words INTEGER NOT NULL,
    received INTEGER NOT NULL,
    published INTEGER,
    published_precision INTEGER NOT NULL DEFAULT 0,
    published_zone TEXT,
    updated INTEGER,
    updated_precision INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL,
    link TEXT,
    author TEXT,
    site TEXT,
    page INTEGER NOT NULL DEFAULT 0,    -- 1: the body is the web page's, no longer the feed's
    fingerprint INTEGER NOT NULL,       -- of all that the source said but the dates
    text_hash INTEGER NOT NULL,         -- of the source's text
    deleted_at INTEGER
) STRICT;

-- `id` stands in the last one so that words can follow it and the order (sort_at, id) is still the index's.
CREATE INDEX article_newest ON article (sort_at) WHERE deleted = 0;
CREATE INDEX article_feed ON article (feed, sort_at) WHERE deleted = 0;
CREATE INDEX article_starred ON article (sort_at) WHERE starred = 1 AND deleted = 0;
CREATE INDEX article_unread ON article (sort_at) WHERE read = 0 AND deleted = 0;
CREATE INDEX article_unread_feed ON article (feed, sort_at, id, words) WHERE read = 0 AND deleted = 0;
CREATE INDEX article_deleted ON article (deleted_at) WHERE deleted > 0;

CREATE TABLE body (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    extra BLOB,                         -- msgpack of what only the open article shows; see rows.py
    packed BLOB NOT NULL                -- document.pack
) STRICT;

CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,                -- until when the article said this
    title TEXT NOT NULL,
    packed BLOB NOT NULL
) STRICT;
CREATE INDEX revision_article ON revision (article);

-- By what an article is known again; see identity.py. `feed` is 0 for saved articles.
-- `article` is 0 where it was deleted for good, -1 where the feed uses one id for several articles.
CREATE TABLE identity (
    feed INTEGER NOT NULL,
    key INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;

-- `sort_at` is the article's own, so that a tag's list is in order too.
CREATE TABLE article_tag (
    tag TEXT NOT NULL,
    sort_at INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (tag, sort_at, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tag_article ON article_tag (article, tag);

-- What the reader says of an article wins; what the source said is kept beside it. Both are JSON.
CREATE TABLE correction (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    original TEXT NOT NULL,
    PRIMARY KEY (article, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE position (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    block INTEGER NOT NULL,
    character INTEGER NOT NULL
) STRICT;

CREATE TABLE action (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    label TEXT NOT NULL,
    count INTEGER NOT NULL,
    undone INTEGER,                     -- when it was taken back
    before BLOB NOT NULL                -- msgpack of what it changed; see undo.py
) STRICT;
CREATE INDEX action_not_undone ON action (id) WHERE undone IS NULL;

CREATE TABLE state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Folded before they come here (folding.py), so SQLite's own idea of a word is not needed. The text comes
-- first: a posting in the first column is two bytes shorter.
CREATE VIRTUAL TABLE search USING fts5 (
    text, title, author, site,
    content = '', contentless_delete = 1, tokenize = 'ascii'
);
