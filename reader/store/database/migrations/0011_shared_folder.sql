-- What this library and others say to each other through a shared folder; see reader/entries.py.

-- What the reader decided and no entry says yet: noted in the decision's own transaction.
CREATE TABLE said_outbox (
    kind INTEGER NOT NULL,              -- 0 an article, 1 a feed, 2 a saved search
    id INTEGER NOT NULL,
    field TEXT NOT NULL,                -- '' for all that a feed or a saved search has
    value TEXT,                         -- JSON; NULL: what the library holds
    at INTEGER NOT NULL,                -- milliseconds since 1970, and the number among those of one
    counter INTEGER NOT NULL,
    PRIMARY KEY (kind, id, field)
) STRICT, WITHOUT ROWID;

-- The entries in force, also of articles that are not here yet.
CREATE TABLE said_entry (
    entity TEXT NOT NULL,
    field TEXT NOT NULL,
    at INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    author TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,               -- the machine in whose file it stood
    change INTEGER,                     -- where this machine answers for it: the number of the change
    PRIMARY KEY (entity, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX said_entry_change ON said_entry (change) WHERE change IS NOT NULL;

-- What entities are here. An article or a feed may be known as several; `main`: what is said of it is said so.
CREATE TABLE said_entity (
    entity TEXT PRIMARY KEY,
    kind INTEGER NOT NULL,
    id INTEGER NOT NULL,
    main INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX said_entity_id ON said_entity (kind, id);

-- How this machine's file was left in a folder, and up to which change it says all.
CREATE TABLE said_own (
    account INTEGER PRIMARY KEY,
    generation INTEGER NOT NULL,
    size INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    surprises INTEGER NOT NULL,
    compact_at INTEGER NOT NULL,
    written INTEGER NOT NULL
) STRICT;

-- How far the folder's files were read.
CREATE TABLE said_file (
    account INTEGER NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    whole INTEGER NOT NULL,             -- up to where every line was whole, and the CRC32 of that part
    crc INTEGER NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;
