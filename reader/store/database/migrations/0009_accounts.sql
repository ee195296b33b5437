-- Accounts on servers that keep feeds and marks. Their passwords are in no database.

CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    user TEXT NOT NULL DEFAULT '',
    password_command TEXT,
    identity TEXT,                      -- whose account it was at the last login
    feeds_editable INTEGER NOT NULL DEFAULT 0,
    keeps_tags INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL,
    removed INTEGER,
    last_sync INTEGER,                  -- when a whole sync ended well
    next_due INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0, -- in a row
    error TEXT,
    refused INTEGER NOT NULL DEFAULT 0, -- the password was refused: nothing is asked until there is another
    silenced_until INTEGER,
    unread INTEGER NOT NULL DEFAULT 0,  -- how many ids the last lists had
    starred INTEGER NOT NULL DEFAULT 0,
    details TEXT NOT NULL DEFAULT '{}', -- JSON of what only the account's kind knows
    CHECK (name <> '' AND kind <> '')
) STRICT;
CREATE UNIQUE INDEX account_name ON account (name) WHERE removed IS NULL;

-- Feeds of accounts beside the local ones, whose account is 0: an address is unique in its account only. New
-- columns stand at the end, where rows of a damaged library that are older may lack them.
CREATE TABLE new_feed (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
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
    full_text INTEGER NOT NULL DEFAULT 1, -- 0: never; 1: when the reader asks for it; 2: for every new article
    pages_after INTEGER NOT NULL DEFAULT 0, -- with 2: articles with larger ids get their pages
    account INTEGER NOT NULL DEFAULT 0,
    remote_id TEXT,                     -- the server's id for it
    UNIQUE (account, url),
    CHECK (folder <> '')
) STRICT;
INSERT INTO new_feed (id, url, title, name, site, folder, added, removed, url_edited, paused, gone, etag,
    last_modified, body_hash, next_due, last_checked, last_ok, failures, error, silenced_until, claimed_until,
    moved_to, pace, full_text, pages_after)
SELECT id, url, title, name, site, folder, added, removed, url_edited, paused, gone, etag,
    last_modified, body_hash, next_due, last_checked, last_ok, failures, error, silenced_until, claimed_until,
    moved_to, pace, full_text, pages_after FROM feed;
DROP TABLE feed;
ALTER TABLE new_feed RENAME TO feed;

ALTER TABLE article ADD COLUMN account INTEGER NOT NULL DEFAULT 0; -- 0: none
ALTER TABLE article ADD COLUMN remote_id TEXT;  -- the server's id for it
ALTER TABLE article ADD COLUMN gone_at INTEGER; -- when its server no longer had it
CREATE INDEX article_remote ON article (account, remote_id) WHERE account > 0;

-- The reader's marks that wait to be sent: a row a field, the last value counts. `id` grows with each change.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    remote_id TEXT NOT NULL,
    field TEXT NOT NULL,                -- `read`, `starred`, `tag:NAME`
    value INTEGER NOT NULL,
    article INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,    -- 1: sent, and no answer that is older may change the field
    UNIQUE (account, remote_id, field)
) STRICT;

-- What the reader wants of a server's feeds, in order; of one feed's title or folder the last wish counts.
CREATE TABLE feed_op (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    feed INTEGER NOT NULL,
    op TEXT NOT NULL,                   -- `subscribe`, `unsubscribe`, `title`, `folder`
    value TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    UNIQUE (account, feed, op)
) STRICT;

-- Articles that a server lists and does not give: they are not asked for again and again.
CREATE TABLE missing_item (
    account INTEGER NOT NULL,
    remote_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account, remote_id)
) STRICT, WITHOUT ROWID;
