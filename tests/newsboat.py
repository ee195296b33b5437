"""A folder as newsboat has it, with feeds and marks of our own writing."""

from collections.abc import Sequence
from pathlib import Path

import apsw

SCHEMA = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
    title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0,
    is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
    unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
    enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
    base VARCHAR(128) NOT NULL DEFAULT "");
"""
"""The tables of newsboat's schema 2.11."""

OCTOBER = 1_759_300_200
"""1 October 2025, 08:30 +0100 less a day: `tests.samples.item` dates its items so many days later."""

Item = tuple[int, int, str | None, int]
"""An article of `tests.samples.item`: its number, whether it is unread, its flags, whether it is deleted."""


def make_cache(path: Path, feeds: Sequence[tuple[str, str, Sequence[Item]]]) -> None:
    """Write a cache of feeds, each an address, a title and its articles."""
    db = apsw.Connection(str(path))
    db.execute(SCHEMA)
    for url, title, items in feeds:
        db.execute(
            "INSERT INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)", (url, "https://a.example/", title)
        )
        for number, unread, flags, deleted in items:
            db.execute(
                """INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags,
                   deleted) VALUES (?, ?, 'Jo Doe', ?, ?, ?, ?, ?, ?, ?)""",
                (
                    f"matter-{number}", f"Matter {number} is settled",
                    f"https://harbour.example/{number}", url,
                    OCTOBER + (number - 1) * 86_400,
                    f"<p>The harbour office told us about <b>matter {number}</b>, and everybody "
                    "listened.</p>",
                    unread, flags, deleted,
                ),
            )  # fmt: skip
    db.close()
