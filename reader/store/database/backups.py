"""A small copy of what cannot be fetched again: feeds, and all that the reader did with articles."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw

from reader.folders import private_folder
from reader.store.database import schema
from reader.store.database.errors import DamagedLibrary, StoreError, in_words, is_out_of_memory

READ_FILE = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI

READ_AGAIN = -2
"""In `identity.article`: the article was read, and only its flag is kept; it comes again as a read one."""

_KEPT = """SELECT id FROM main.article INDEXED BY article_starred WHERE starred = 1 AND deleted = 0
    UNION SELECT id FROM main.article INDEXED BY article_feed WHERE feed IS NULL AND deleted = 0
    UNION SELECT article FROM main.article_tag UNION SELECT article FROM main.correction
    UNION SELECT article FROM main.position UNION SELECT article FROM main.revision
    UNION SELECT article FROM main.note"""
"""The articles that are kept whole, and deleted ones: each part walks a small index or table."""

IRREPLACEABLE = f"""
    INSERT INTO copy.feed SELECT * FROM main.feed;
    INSERT INTO copy.account SELECT * FROM main.account;
    INSERT INTO copy.outbox SELECT * FROM main.outbox;
    INSERT INTO copy.feed_op SELECT * FROM main.feed_op;
    INSERT INTO copy.host SELECT * FROM main.host;
    INSERT INTO copy.article SELECT a.* FROM ({_KEPT}) AS kept CROSS JOIN main.article AS a ON a.id = kept.id
        WHERE a.deleted = 0;
    INSERT INTO copy.body SELECT article, extra, x'' FROM main.body
        WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.article_tag SELECT * FROM main.article_tag
        WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.correction SELECT * FROM main.correction WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.note SELECT * FROM main.note WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.position SELECT * FROM main.position WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.revision SELECT * FROM main.revision WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.dictionary SELECT * FROM main.dictionary;
    INSERT INTO copy.identity SELECT * FROM (
        SELECT i.feed, i.key, CASE
            WHEN i.article <= 0 THEN i.article
            WHEN c.id IS NOT NULL THEN c.id
            WHEN a.id IS NULL OR a.deleted IN (1, 2) THEN 0
            WHEN a.read = 1 THEN {READ_AGAIN} END AS meaning
        FROM main.identity AS i LEFT JOIN main.article AS a ON a.id = i.article
        LEFT JOIN copy.article AS c ON c.id = i.article) WHERE meaning IS NOT NULL;
    INSERT INTO copy.saved_search SELECT * FROM main.saved_search;
    INSERT INTO copy.rule SELECT * FROM main.rule;
    INSERT INTO copy.rule_work SELECT id, rule, 0, undone, first, last, count, changed FROM main.rule_work;
    INSERT INTO copy.state SELECT * FROM main.state;
    DELETE FROM copy.sqlite_sequence;
    INSERT INTO copy.sqlite_sequence SELECT name, seq FROM main.sqlite_sequence;
"""
"""The rows that are kept of each table; of most read and deleted articles only by what they are known.

The ids stay, and no id that was once used is used again.
"""

EXPECT_FROM_ACCOUNTS = """INSERT OR REPLACE INTO state (name, value)
    SELECT 'awaited ' || id, '1' FROM account AS c WHERE removed IS NULL
    AND EXISTS (SELECT 1 FROM article WHERE account = c.id AND fingerprint = 0 AND deleted = 0)"""
"""Has the next sync of each account bring the texts that are missing; see accounts/items.py."""

ASK_AGAIN = f"""
    UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = NULL, next_due = 0, claimed_until = NULL;
    UPDATE article SET page = 0, fingerprint = 0 WHERE id IN (SELECT article FROM body WHERE packed = x'')
        AND id NOT IN (SELECT article FROM other_version);
    INSERT OR REPLACE INTO state SELECT 'unpaired', max(id) FROM article HAVING max(id) IS NOT NULL;
    {EXPECT_FROM_ACCOUNTS};
"""
"""Makes a library whose texts are missing ask for them: every feed unconditionally, and no article seems to
be the same as before. Limits that a server asked for stay.
"""


def back_up_marks(db: apsw.Connection, target: Path) -> None:
    """Write the small copy, a library without bodies, in place of the one there. Raises `StoreError`.

    It appears under its name whole, and only once it was read back and found sound; else the old one stays.
    """
    unfinished = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        private_folder(target.parent)
        try:
            schema.make(unfinished)
            counts = _copy(db, unfinished)
            _check(unfinished, counts)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except (apsw.Error, OSError) as error:
        raise in_words(error, target) from error


def is_sound(path: Path) -> bool:
    """Return whether the file is a sound library, of whatever version. Reads all of it and writes nothing.

    Raises `OutOfMemory`.
    """
    try:
        schema.check_header(path)
        db = apsw.Connection(f"file:{quote(str(path))}?immutable=1", flags=READ_FILE)
    except (apsw.Error, OSError, StoreError):
        return False
    try:
        return bool(db.execute("PRAGMA quick_check(1)").get == "ok")
    except apsw.Error as error:
        if is_out_of_memory(error):
            raise in_words(error, path) from error
        return False
    finally:
        db.close()


def _copy(db: apsw.Connection, target: Path) -> tuple[Any, ...]:
    """Copy the rows. Returns how many the copy must have of some."""
    db.execute("ATTACH ? AS copy", (str(target),))
    try:
        with db:
            db.execute(IRREPLACEABLE)
            counts: tuple[Any, ...] = db.execute(_COUNTS).fetchall()[0]
    finally:
        db.execute("DETACH copy")
    copy = apsw.Connection(str(target), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        with copy:
            copy.execute(ASK_AGAIN)
    finally:
        copy.close()
    return counts


_COUNTS = """SELECT (SELECT count(*) FROM feed),
    (SELECT count(*) FROM article WHERE starred = 1 AND deleted = 0),
    (SELECT count(*) FROM article WHERE feed IS NULL AND deleted = 0), (SELECT count(*) FROM article_tag
        WHERE article IN (SELECT id FROM article WHERE deleted = 0)), (SELECT count(*) FROM note
        WHERE article IN (SELECT id FROM article WHERE deleted = 0))"""
"""What a backup has as many of as its library."""


def _check(copy: Path, counts: tuple[Any, ...]) -> None:
    """Raises `DamagedLibrary` unless what was written can be read, and has what its library has."""
    if not is_sound(copy):
        raise DamagedLibrary(f"what was written to {copy.parent} could not be read again")
    written = apsw.Connection(f"file:{quote(str(copy))}?immutable=1", flags=READ_FILE)
    try:
        [written_counts] = written.execute(_COUNTS).fetchall()
    finally:
        written.close()
    if written_counts != counts:
        raise DamagedLibrary(f"what was written to {copy.parent} is not all that the library has")
