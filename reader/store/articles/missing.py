"""Articles whose texts were lost with the library's file, and filling them again from what they came from."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from reader.model import DAY, Enclosure, ParsedArticle
from reader.store import bodies, state
from reader.store.articles import openings
from reader.store.articles.corrections import corrections
from reader.store.articles.details import pack_extra, unpack_extra
from reader.store.articles.identity import text_hash
from reader.store.articles.ingest import AWAITED, Arrival, fingerprint, update
from reader.store.bodies import text_of
from reader.store.database.backups import EXPECT_FROM_ACCOUNTS
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.notes import notes
from reader.store.rows import COMPLETE
from reader.store.search import index


class Owner(NamedTuple):
    """An article with what tells its file, and its place in that."""

    article: int
    feed: int | None
    title: str
    link: str | None
    original: str | None
    """SHA-256 of the bytes that it was saved from, where these are kept."""
    text_hash: int
    """The hash of the text that it had."""
    missing: bool
    """Whether it has no text although it had one."""

    doubtful: bool
    """Whether it has a text that may be damaged."""


_OWNERS = f"""SELECT a.id, a.feed, a.title, a.link, b.extra, a.text_hash,
        ifnull(length(b.packed), 0) = 0 AND (a.words > 0 OR a.fingerprint = {AWAITED}),
        ifnull(length(b.packed), 0) > 0 AND a.fingerprint = {AWAITED}
    FROM article AS a LEFT JOIN body AS b ON b.article = a.id"""


def missing_texts(db: Database) -> list[Owner]:
    """Return the articles that have no text although they had one. Reads all articles."""
    found = rows(
        db,
        f"""{_OWNERS} WHERE a.deleted = 0 AND ifnull(length(b.packed), 0) = 0
            AND (a.words > 0 OR (a.feed IS NULL AND a.fingerprint = {AWAITED})) ORDER BY a.id""",
    )
    return [_owner(row) for row in found]


def owners_of_files(db: Database, *, deleted: bool = False) -> dict[str, list[Owner]]:
    """Return the saved articles by the SHA-256 of the files that they were made from.

    With `deleted` those that the reader deleted are among them.
    """
    owners: dict[str, list[Owner]] = {}
    condition = "" if deleted else "AND a.deleted = 0"
    for row in rows(db, f"{_OWNERS} WHERE a.feed IS NULL {condition} ORDER BY a.id"):
        owner = _owner(row)
        if owner.original:
            owners.setdefault(owner.original, []).append(owner)
    return owners


def _owner(row: Sequence[object]) -> Owner:
    article, feed, title, link, extra, hashed, missing, doubtful = row
    return Owner(
        article,  # type: ignore[arg-type]
        feed,  # type: ignore[arg-type]
        title,  # type: ignore[arg-type]
        link,  # type: ignore[arg-type]
        _original(extra),
        hashed,  # type: ignore[arg-type]
        bool(missing),
        bool(doubtful),
    )


def _original(extra: object) -> str | None:
    try:
        return unpack_extra(extra).original if isinstance(extra, bytes) else None
    except Exception:  # noqa: BLE001 - damaged bytes make the unpackers raise anything
        return None


def matched(
    owners: Sequence[Owner], articles: Sequence[ParsedArticle]
) -> list[tuple[Owner, ParsedArticle, bool]]:
    """Tell which article of a file is which that was made from it.

    Returns each owner with its article, and whether that has the very text. The text decides, then the title
    or the link; a file of one article is its one owner's. A text that is only doubtful gives way to the very
    text and to no other.
    """
    by_hash = {text_hash(article.text): article for article in articles}
    pairs = []
    for owner in owners:
        same = by_hash.get(owner.text_hash)
        alike = (one for one in articles if one.title == owner.title or (one.link and one.link == owner.link))
        article = same or next(alike, articles[0] if len(articles) == len(owners) == 1 else None)
        if article and (same or owner.missing):
            pairs.append((owner, article, same is not None))
    return pairs


def fill(db: Database, owner: Owner, parsed: ParsedArticle, now: int) -> bool:
    """Give an article that misses its text the one that was read in its file; its facts and marks stay.

    Returns whether there is a text now. A power cut may lose it.
    """
    packed = bodies.packer(db)(parsed.body)
    if not packed:
        return False
    if owner.doubtful and getattr(parsed.facts.get("title"), "rule", "") != "file name":
        # Its headline may be damaged as well, or made up: the file says it as it said it first.
        update(db, owner.article, Arrival(parsed, (), text_hash(parsed.text), owner.original), now)
        return True
    with transaction(db, durable=False):
        db.execute(
            "INSERT OR IGNORE INTO body (article, extra, packed) VALUES (?, ?, x'')",
            (owner.article, pack_extra(parsed, owner.original)),
        )
        db.execute("UPDATE body SET packed = ? WHERE article = ?", (packed, owner.article))
        db.execute(
            "UPDATE article SET complete = ?, words = ?, text_hash = ?, fingerprint = ? WHERE id = ?",
            (
                COMPLETE.index(parsed.complete),
                parsed.words,
                text_hash(parsed.text),
                fingerprint(parsed),
                owner.article,
            ),
        )
        index.again(db, [owner.article])
        openings.note(db, [owner.article])
    return True


def was_deleted(db: Database, keys: Sequence[int]) -> bool:
    """Return whether any of these keys of a saved article stands for one that the reader deleted."""
    found = rows(
        db,
        """SELECT 1 FROM carray(?) AS c CROSS JOIN identity AS i ON i.feed = 0 AND i.key = c.value
           LEFT JOIN article AS a ON a.id = i.article WHERE i.article = 0 OR a.deleted > 0 LIMIT 1""",
        (numbers(keys),),
    )
    return bool(found)


_SAID = """SELECT a.id, a.title, a.link, a.author, a.site, a.complete, a.fingerprint, a.text_hash,
        b.extra, b.packed
    FROM article AS a JOIN body AS b ON b.article = a.id
    WHERE a.deleted = 0 AND a.page = 0 AND a.fingerprint <> 0 AND b.packed <> x''"""


def doubt(db: Database) -> int:
    """Compare all texts with the hashes that were made when they came, as no check of SQLite does.

    What differs, by a flipped bit perhaps, is asked for again: from its feed, which is asked unconditionally,
    or from its kept file. Returns how many articles.
    """
    doubtful = [(row[0],) for row in rows(db, _SAID) if _differs(db, row)]
    with transaction(db):
        db.executemany(f"UPDATE article SET fingerprint = {AWAITED} WHERE id = ?", doubtful)
        db.execute(
            f"""UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = NULL, next_due = 0
                WHERE id IN (SELECT feed FROM article WHERE fingerprint = {AWAITED} AND deleted = 0)"""
        )
        db.execute(EXPECT_FROM_ACCOUNTS)
    return len(doubtful)


def _differs(db: Database, row: Sequence[Any]) -> bool:
    id, title, link, author, site, complete, seen, hashed, extra, packed = row
    try:
        body = bodies.unpacked(db, packed)
        enclosures = tuple(Enclosure(*file) for file in unpack_extra(extra).enclosures)
    except Exception:  # noqa: BLE001 - damaged bytes make the unpackers raise anything
        return True
    said = ParsedArticle(
        title=title, link=link, author=author, site=site, complete=COMPLETE[complete], body=body,
        enclosures=enclosures,
    )  # fmt: skip
    if fingerprint(said) == seen:
        return False
    corrected = {field: one.original for field, one in corrections(db, id).items() if field != "published"}
    if fingerprint(replace(said, **corrected)) == seen:
        return False
    # The body may have been made anew from the same source since, with colours for its code.
    return text_hash(text_of(db, packed)) != int(hashed)


ORPHANS = "orphans"
"""The key in the store's state of articles of which only the texts are left: when that was, and ids."""

ORPHAN_DAYS = 30
"""Days in which an orphan's feed may bring the article again."""


def note_orphans(db: Database, ids: Sequence[int], now: int) -> None:
    """Note articles of which only the texts are left. Part of the caller's transaction."""
    if ids:
        state.keep(db, ORPHANS, " ".join(map(str, (now, *ids))))


def settle_orphans(db: Database, now: int) -> int:
    """Replace orphans by the articles with the same texts that feeds have brought since, with their marks.

    Returns how many.
    """
    kept = state.value(db, ORPHANS)
    if not kept:
        return 0
    begun, *ids = (int(word) for word in kept.split() if word.isascii() and word.isdigit())
    with transaction(db):
        hashes: dict[int, int] = dict(
            rows(
                db,
                """SELECT text_hash, id FROM carray(?) AS c CROSS JOIN article ON id = c.value
                   WHERE deleted = 0""",
                (numbers(ids),),
            )
        )
        found = rows(
            db,
            """SELECT text_hash, min(id) FROM article WHERE feed IS NOT NULL AND deleted = 0
               AND text_hash IN (SELECT value FROM carray(?1))
               AND id NOT IN (SELECT value FROM carray(?2)) GROUP BY text_hash""",
            (numbers(hashes), numbers(ids)),
        )
        again = [(hashes[hashed], article) for hashed, article in found]
        for orphan, article in again:
            _replace_orphan(db, orphan, article, now)
        left = sorted(set(ids) - {orphan for orphan, _ in again})
        if not left or not 0 <= now - begun < ORPHAN_DAYS * DAY:
            db.execute("DELETE FROM state WHERE name = ?", (ORPHANS,))
        elif again:
            note_orphans(db, left, begun)
    return len(again)


def _replace_orphan(db: Database, orphan: int, article: int, now: int) -> None:
    """Give an orphan's marks and notes to the article with the same text, and take the orphan away."""
    db.execute(
        """UPDATE article SET starred = max(article.starred, o.starred),
               read = max(article.read, o.read)
           FROM (SELECT starred, read FROM article WHERE id = ?1) AS o WHERE article.id = ?2""",
        (orphan, article),
    )
    db.execute(
        """INSERT OR IGNORE INTO article_tag SELECT tag, a.sort_at, a.id
           FROM article_tag JOIN article AS a ON a.id = ?2 WHERE article = ?1""",
        (orphan, article),
    )
    notes.move(db, orphan, article)
    db.execute("UPDATE article SET deleted = 2, deleted_at = ? WHERE id = ?", (now, orphan))
