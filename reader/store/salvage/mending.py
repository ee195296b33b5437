"""Making a sound library of the rows that were saved and merged: nothing refers to what is not there."""

from dataclasses import dataclass, field

import apsw

from reader.document import plain, serialization
from reader.model import Date, ParsedArticle
from reader.store import bodies
from reader.store.articles import code_backlog, openings
from reader.store.articles.corrections import read_value
from reader.store.articles.details import unpack_extra
from reader.store.articles.identity import entry_of, text_hash
from reader.store.articles.ingest import AWAITED
from reader.store.articles.missing import doubt, note_orphans
from reader.store.articles.saving import saved_keys
from reader.store.database.backups import ASK_AGAIN, READ_AGAIN
from reader.store.rows import PRECISIONS
from reader.store.salvage.collecting import Collection

LOST_TITLE = "(title lost)"
"""The title of an article of which only marks were left."""

LOST_FEED = "https://address.lost.invalid/{id}"
"""The address of a feed of which only articles were left; no such name exists (RFC 2606)."""

GAP = 1_000
"""Numbers that are left out after the highest that was seen: those after it may have been shown too."""


@dataclass
class Losses:
    """What is lost for good, or until a source says it again."""

    placeholders: list[str] = field(default_factory=list)
    """Titles of articles whose headlines are lost, and that are there for their marks or texts."""
    headlines: int = 0
    """Articles of which nothing is left but that they were there."""
    feeds: list[str] = field(default_factory=list)
    """Feeds of which no more than an address, or a number, is left."""


def mend(into: Collection, now: int) -> Losses:
    """Make the rows fit together. Returns what is lost."""
    losses = Losses()
    db = into.db
    with db:
        db.execute(_KNOWN)
        if can_tell_marks(into):
            db.execute(_MARKS)
        _add_feeds(db, losses, now)
        _check_bodies(db)
        _add_placeholders(into, losses, now)
        db.execute(_TIDY.format(read=READ_AGAIN if can_tell_read(into) else "NULL"))
        _write_keys(db)
        db.execute(ASK_AGAIN)
        _number_on(db)
        for name in (
            openings.UNEXAMINED,
            code_backlog.UNEXAMINED,
        ):  # rows of an older version may be among them
            db.execute(
                "INSERT OR REPLACE INTO state SELECT ?, max(id) FROM article HAVING max(id) IS NOT NULL",
                (name,),
            )
    doubt(db)
    return losses


_KNOWN = """
    CREATE TEMP TABLE lost (id INTEGER PRIMARY KEY, feed INTEGER, sort_at INTEGER);
    INSERT OR IGNORE INTO temp.lost SELECT id, feed, sort_at FROM temp.alive;
    INSERT OR IGNORE INTO temp.lost SELECT article, nullif(feed, 0), NULL FROM identity WHERE article > 0;
    INSERT OR IGNORE INTO temp.lost SELECT id, NULL, sort_at FROM temp.newest;
    INSERT OR IGNORE INTO temp.lost SELECT article, NULL, NULL FROM body
        WHERE packed <> x'' OR extra IS NOT NULL;
    INSERT OR IGNORE INTO temp.lost SELECT article, NULL, sort_at FROM article_tag;
    INSERT OR IGNORE INTO temp.lost SELECT id, NULL, NULL FROM temp.starred;
    INSERT OR IGNORE INTO temp.lost SELECT article, NULL, NULL FROM correction;
    INSERT OR IGNORE INTO temp.lost SELECT article, NULL, NULL FROM note;
    DELETE FROM temp.lost WHERE id IN (SELECT id FROM article) OR id IN (SELECT id FROM temp.deleted);
    UPDATE temp.lost SET sort_at = (SELECT sort_at FROM temp.newest AS n WHERE n.id = lost.id)
        WHERE sort_at IS NULL;
    UPDATE article SET starred = 1
        WHERE deleted = 0 AND starred = 0 AND id IN (SELECT id FROM temp.starred);
"""
"""The articles that something tells of, and whose rows are lost. A star that one of two places has is one."""


def _add_feeds(db: apsw.Connection, losses: Losses, now: int) -> None:
    """Add the feeds that articles are of and that are lost: with their addresses where an index has them."""
    missing = db.execute(
        """SELECT DISTINCT m.feed, d.url FROM (
               SELECT feed FROM article WHERE feed IS NOT NULL UNION SELECT feed FROM temp.lost WHERE feed > 0
               UNION SELECT id FROM temp.address) AS m
           LEFT JOIN temp.address AS d ON d.id = m.feed WHERE m.feed NOT IN (SELECT id FROM feed)"""
    ).fetchall()
    for feed, url in missing:
        address = url if isinstance(url, str) and "://" in url else LOST_FEED.format(id=feed)
        db.execute(
            """INSERT OR IGNORE INTO feed (id, url, title, added, paused, account)
               SELECT ?1, ?2, ?3, ?4, ?5, ifnull(max(account), 0) FROM article WHERE feed = ?1""",
            (
                feed,
                address,
                "" if address == url else f"(feed {feed}, address lost)",
                now,
                int(address != url),
            ),
        )
        losses.feeds.append(address)


def _check_bodies(db: apsw.Connection) -> None:
    """Empty the bodies that cannot be unpacked, and drop the details that cannot be read."""
    bad_texts, bad_details = [], []
    for article, extra, packed in db.execute("SELECT article, extra, packed FROM body"):
        if packed and text_of(db, packed) is None:
            bad_texts.append((article,))
        try:
            unpack_extra(extra)
        except Exception:  # noqa: BLE001 - damaged bytes make the unpackers raise anything
            bad_details.append((article,))
    db.executemany("UPDATE body SET packed = x'' WHERE article = ?", bad_texts)
    db.executemany("UPDATE body SET extra = NULL WHERE article = ?", bad_details)
    for table in ("revision", "other_version"):
        bad = [
            (number,)
            for number, packed in db.execute(f"SELECT rowid, packed FROM {table}")
            if packed and text_of(db, packed) is None
        ]
        db.executemany(f"DELETE FROM {table} WHERE rowid = ?", bad)


def text_of(db: apsw.Connection, packed: bytes) -> str | None:
    """Return a body's text; None for one that is damaged."""
    try:
        return plain.to_text(serialization.deserialize(bodies.unpacked(db, packed)))
    except Exception:  # noqa: BLE001 - damaged bytes make the unpackers raise anything
        return None


def can_tell_read(into: Collection) -> bool:
    """Return whether an article that is in no list of unread ones was read."""
    return into.is_whole("article_unread")


def can_tell_marks(into: Collection) -> bool:
    """Return whether the indexes tell which articles are starred and which are read."""
    names = ("article_unread", "article_starred", "article_newest", "article_deleted")
    return all(into.is_whole(name) for name in names)


_MARKS = """
    UPDATE article SET read = id NOT IN (SELECT id FROM temp.unread),
            starred = id IN (SELECT id FROM temp.starred)
        WHERE id IN (SELECT id FROM temp.restored) AND id IN (SELECT id FROM temp.newest);
"""
"""Gives articles that come from the backup the marks that the damaged file's indexes have: they are newer."""

_WORTH = """SELECT l.id, l.feed, l.sort_at, b.packed,
        l.id IN (SELECT article FROM identity) FROM temp.lost AS l LEFT JOIN body AS b ON b.article = l.id
    WHERE b.packed <> x'' OR b.extra IS NOT NULL OR l.id IN (SELECT id FROM temp.starred)
    OR l.id IN (SELECT article FROM article_tag) OR l.id IN (SELECT article FROM correction)
    OR l.id IN (SELECT article FROM note)"""
"""The lost articles that have marks or texts."""


def _add_placeholders(into: Collection, losses: Losses, now: int) -> None:
    """Add articles whose headlines are lost and of which more is left: their sources fill them again."""
    db = into.db
    rows = db.execute(_WORTH).fetchall()
    orphans: list[int] = []
    losses.headlines = int(str(db.execute("SELECT count(*) FROM temp.lost").get)) - len(rows)
    for id, feed, sort_at, packed, has_key in rows:
        text = (text_of(db, packed) if packed else None) or ""  # type: ignore[arg-type]
        title = next((line.strip() for line in text.splitlines() if line.strip()), "")[:80] or LOST_TITLE
        db.execute(
            f"""INSERT INTO article (id, feed, sort_at, complete, words, received, title,
                fingerprint, text_hash, read, starred) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, {AWAITED}, ?9,
                ?8 AND ?1 NOT IN (SELECT id FROM temp.unread), ?1 IN (SELECT id FROM temp.starred))""",
            (
                id,
                feed,
                now if sort_at is None else sort_at,
                2 if text else 0,
                len(text.split()) or 1,
                now,
                title,
                can_tell_read(into),
                text_hash(text),
            ),
        )
        losses.placeholders.append(title)
        if text and not has_key:
            orphans.append(int(str(id)))
    note_orphans(db, orphans, now)


_TIDY = """
    UPDATE identity SET article = CASE
            WHEN article IN (SELECT id FROM temp.deleted) THEN 0
            WHEN article IN (SELECT id FROM temp.newest UNION ALL SELECT id FROM temp.alive)
                AND article NOT IN (SELECT id FROM temp.unread) THEN ifnull({read}, article)
            ELSE article END
        WHERE article > 0 AND article NOT IN (SELECT id FROM article);
    DELETE FROM identity WHERE article > 0 AND article NOT IN (SELECT id FROM article);
    DELETE FROM body WHERE article NOT IN (SELECT id FROM article);
    INSERT INTO body SELECT id, NULL, x'' FROM article WHERE id NOT IN (SELECT article FROM body);
    DELETE FROM article_tag WHERE article NOT IN (SELECT id FROM article);
    UPDATE OR REPLACE article_tag SET sort_at = (SELECT sort_at FROM article WHERE id = article_tag.article)
        WHERE sort_at <> (SELECT sort_at FROM article WHERE id = article_tag.article);
    DELETE FROM correction WHERE article NOT IN (SELECT id FROM article);
    DELETE FROM note WHERE article NOT IN (SELECT id FROM article);
    DELETE FROM position WHERE article NOT IN (SELECT id FROM article);
    DELETE FROM revision WHERE article NOT IN (SELECT id FROM article);
    DELETE FROM other_version WHERE article NOT IN (SELECT id FROM article);
    DELETE FROM page_failure WHERE article NOT IN (SELECT id FROM article);
    DELETE FROM action_slice WHERE action NOT IN (SELECT id FROM action);
    INSERT INTO other_version (article, complete, words, packed)
        SELECT id, 0, 0, x'' FROM article WHERE page = 1 AND id NOT IN (SELECT article FROM other_version);
    UPDATE article SET fingerprint = 0 WHERE page = 1
        AND id IN (SELECT article FROM other_version WHERE packed = x'');
    DELETE FROM state WHERE name IN ('quick_check', 'check');
"""


def _write_keys(db: apsw.Connection) -> None:
    """Give articles that nothing would know again the keys that can be told from what is left of them."""
    db.execute("CREATE TEMP TABLE keyed AS SELECT DISTINCT article FROM identity WHERE article > 0")
    db.execute("CREATE INDEX temp.keyed_article ON keyed (article)")
    unknown = db.execute(
        """SELECT a.id, ifnull(a.feed, 0), a.title, a.link, a.published, a.published_precision, b.extra,
               b.packed, c.original FROM article AS a JOIN body AS b ON b.article = a.id
           LEFT JOIN correction AS c ON c.article = a.id AND c.field = 'title'
           WHERE NOT EXISTS (SELECT 1 FROM temp.keyed AS i WHERE i.article = a.id)"""
    ).fetchall()
    for id, feed, title, link, published, precision, extra, packed, original in unknown:
        parsed = ParsedArticle(
            title=str(read_value(original) if original else title),  # type: ignore[arg-type]
            link=link,  # type: ignore[arg-type]
            text=text_of(db, packed) or "" if packed else "",  # type: ignore[arg-type]
            published=None if published is None else Date(published, PRECISIONS[precision]),  # type: ignore[arg-type, index]
        )
        if feed:
            entry = entry_of(parsed)
            keys: tuple[int | None, ...] = (entry.main, entry.exact, entry.alias)
        else:
            keys = saved_keys(parsed, unpack_extra(extra).original)  # type: ignore[arg-type]
        db.executemany(
            """INSERT INTO identity (feed, key, article) VALUES (?, ?, ?)
               ON CONFLICT DO UPDATE SET article = excluded.article WHERE identity.article < -1""",
            [(feed, key, id) for key in keys if key is not None],
        )


def _number_on(db: apsw.Connection) -> None:
    """See to it that no number that was once used is used again."""
    for table, key in (("article", "id"), ("action", "id"), ("saved_search", "id")):
        db.execute(
            f"""INSERT INTO temp.used SELECT '{table}', {GAP} + ifnull(max({key}), 0) FROM {table} WHERE true
                ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)"""
        )
    db.execute(
        f"""INSERT INTO temp.used SELECT 'article', {GAP} + ifnull(max(id), 0) FROM temp.lost WHERE true
            ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq);
            DELETE FROM sqlite_sequence;
            INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM temp.used
                WHERE name IN ('article', 'action', 'saved_search') AND seq < 1 << 60"""
    )
