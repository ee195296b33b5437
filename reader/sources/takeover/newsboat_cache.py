"""newsboat's articles and marks: `cache.db`, a SQLite file that others made and that may say anything.

It is opened for reading only, as a file that nobody changes: nothing is ever written beside it. Columns are
read by name, since versions have different ones.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import apsw
from msgspec.structs import replace

from reader.document.sanitize import sanitize_line
from reader.model import Enclosure
from reader.sources.feeds.articles import make_article
from reader.sources.feeds.raw_feed import LONGEST_FIELD, RawArticle, RawText
from reader.sources.feeds.titles import LONGEST_LINE, plain_line
from reader.sources.takeover.cached import CachedArticle, CachedFeed, CachePage

TOGETHER = 100
"""The articles that are read at once."""

ENOUGH = 2 * 1024 * 1024
"""Characters of text after which no more articles are read at once."""

MOST_FEEDS = 20_000
"""The feeds that are read at most."""

LONGEST_VALUE = 64 * 1024 * 1024
"""Bytes of a value or a row at most, for SQLite."""

MOST_FLAGS = 52
"""The flags of an article at most: one for each letter, small and large."""

NEEDED = {"rss_item": {"guid", "title", "url", "feedurl", "unread"}, "rss_feed": {"rssurl"}}
"""The columns without which a database is none of newsboat's."""


class NotNewsboat(Exception):
    """The database is none of newsboat's, or it is damaged; `str()` says so in words."""


def read_cache(path: str, after: int, count: int = TOGETHER) -> CachePage:
    """Read the articles in rows behind `after`. Raises `NotNewsboat`."""
    try:
        db = _opened(path)
        try:
            columns = {table: _columns(db, table) for table in NEEDED}
            if any(not needed <= columns[table] for table, needed in NEEDED.items()):
                raise NotNewsboat("it is a database, but none of newsboat's")
            feeds = _feeds(db, columns["rss_feed"]) if after == 0 else ()
            return _page(db, columns["rss_item"], after, count, feeds)
        finally:
            db.close()
    except UnicodeDecodeError:
        raise NotNewsboat("its database cannot be read: its names are no text") from None
    except apsw.Error as error:
        words = sanitize_line(str(error)).removeprefix(f"{type(error).__name__}: ")
        raise NotNewsboat(f"its database cannot be read: {words}") from None


def _opened(path: str) -> apsw.Connection:
    address = f"file:{quote(str(Path(path).absolute()))}?mode=ro&immutable=1"
    db = apsw.Connection(address, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    db.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    db.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    db.config(apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0)
    db.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    db.limit(apsw.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    db.limit(apsw.SQLITE_LIMIT_ATTACHED, 0)
    db.execute("PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY")
    return db


def _columns(db: apsw.Connection, table: str) -> set[str]:
    """Return the columns of an ordinary table, in lower case; none where there is no such table."""
    found = list(
        db.execute("SELECT type FROM pragma_table_list WHERE name = ? AND schema = 'main'", (table,))
    )
    if found != [("table",)]:
        return set()
    return {str(name).lower() for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,))}


def _feeds(db: apsw.Connection, columns: set[str]) -> tuple[CachedFeed, ...]:
    chosen = _chosen(("rssurl", "title", "url"), columns, 4_000)
    found = db.execute(f"SELECT {chosen} FROM rss_feed LIMIT ?", (MOST_FEEDS,))
    return tuple(
        CachedFeed(_text(url), plain_line(RawText(_text(title), "guess")), _text(site) or None)
        for url, title, site in found
    )


TEXTS = (
    "feedurl", "guid", "title", "url", "author", "enclosure_url", "enclosure_type", "base", "flags",
)  # fmt: skip


def _chosen(names: Sequence[str], columns: set[str], longest: int) -> str:
    """Return what is selected: each column's beginning as bytes, for it may be no text; none where there is
    no such column.
    """
    return ", ".join(
        f"CAST(substr(CAST({name} AS TEXT), 1, {longest}) AS BLOB)" if name in columns else "x''"
        for name in names
    )


def _page(
    db: apsw.Connection, columns: set[str], after: int, count: int, feeds: tuple[CachedFeed, ...]
) -> CachePage:
    numbers = ", ".join(
        f"CAST({name} AS INTEGER)" if name in columns else "0" for name in ("pubdate", "unread", "deleted")
    )
    found = db.execute(
        f"""SELECT rowid, {_chosen(TEXTS, columns, 4_000)}, {_chosen(("content",), columns, LONGEST_FIELD)},
            {numbers} FROM rss_item WHERE rowid > ? ORDER BY rowid LIMIT ?""",
        (after, count),
    )
    articles: list[CachedArticle] = []
    last, size = None, 0
    for row in found:
        articles.append(_article(row))
        last, size = int(str(row[0])), size + len(_text(row[-4]))
        if size > ENOUGH:
            break
    return CachePage(tuple(articles), last, feeds)


def _article(row: Sequence[object]) -> CachedArticle:
    _, *texts, content, published, unread, deleted = row
    feed, guid, title, link, author, file, kind, base, flags = map(_text, texts)
    raw = RawArticle(
        key=guid or None,
        title=RawText(title, "guess", "title") if title else None,
        link=link or None,
        authors=(RawText(author, "guess", "author"),) if author else (),
        published=_date(published),
        bodies=(RawText(_text(content), "html", "content", base),) if content else (),
        enclosures=(Enclosure(file, kind or None),) if file else (),
    )
    letters = "".join(dict.fromkeys(letter for letter in flags if letter.isascii() and letter.isalpha()))
    return CachedArticle(
        feed=feed[:LONGEST_LINE],
        parsed=replace(make_article(raw, feed if feed.startswith("http") else link), read=not unread),
        flags=letters[:MOST_FLAGS],
        deleted=bool(deleted),
    )


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _date(seconds: object) -> RawText | None:
    """Return the moment of the column; nothing where it is none."""
    if not isinstance(seconds, int) or not 0 < seconds < 4_000_000_000:
        return None
    return RawText(datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "text", "pubDate")
