"""A small copy of what cannot be fetched again: feeds, and what the reader saved, starred or tagged."""

import os
from pathlib import Path
from urllib.parse import quote

import apsw

from reader.store.database import schema
from reader.store.database.errors import StoreError, in_words

READ_FILE = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI

_IRREPLACEABLE = """
    INSERT INTO copy.feed SELECT * FROM main.feed;
    INSERT INTO copy.article SELECT * FROM main.article
        WHERE deleted = 0 AND (starred = 1 OR feed IS NULL OR id IN (SELECT article FROM main.article_tag));
    UPDATE copy.article SET page = 0;
    INSERT INTO copy.body SELECT article, extra, x'' FROM main.body
        WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.article_tag SELECT * FROM main.article_tag
        WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.correction SELECT * FROM main.correction WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.position SELECT * FROM main.position WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.identity SELECT * FROM main.identity WHERE article IN (SELECT id FROM copy.article);
    INSERT INTO copy.saved_search SELECT * FROM main.saved_search;
    INSERT INTO copy.state SELECT * FROM main.state;
    INSERT OR REPLACE INTO copy.state SELECT 'unpaired', max(id) FROM copy.article HAVING max(id) IS NOT NULL;
"""


def back_up_marks(db: apsw.Connection, target: Path) -> None:
    """Write the small copy, a library without bodies, in place of the one there. Raises `StoreError`.

    It appears under its name whole or not at all.
    """
    unfinished = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            schema.make(unfinished)
            _copy(db, unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except (apsw.Error, OSError) as error:
        raise in_words(error, target) from error


def is_sound(path: Path) -> bool:
    """Return whether the file is a sound library, of whatever version. Reads all of it and writes nothing."""
    try:
        schema.check_header(path)
        db = apsw.Connection(f"file:{quote(str(path))}?immutable=1", flags=READ_FILE)
    except (apsw.Error, OSError, StoreError):
        return False
    try:
        return bool(db.execute("PRAGMA quick_check(1)").get == "ok")
    except apsw.Error:
        return False
    finally:
        db.close()


def _copy(db: apsw.Connection, target: Path) -> None:
    db.execute("ATTACH ? AS copy", (str(target),))
    try:
        with db:
            db.execute(_IRREPLACEABLE)
    finally:
        db.execute("DETACH copy")
