"""Saving an article: from a file, or from a page, each once."""

from reader.model import ParsedArticle
from reader.store import undo_changes, undo_log
from reader.store.articles import ingest, said_marks
from reader.store.articles.details import sound_extra
from reader.store.articles.identity import number, text_hash
from reader.store.articles.ingest import Arrival
from reader.store.database.connection import Database, rows, transaction
from reader.store.said import known, noting
from reader.urls.canonical import same_address


def save_article(
    db: Database,
    parsed: ParsedArticle,
    *,
    original: str | None = None,
    now: int,
    entry: undo_log.Entry | None = None,
) -> tuple[int, bool]:
    """Keep a saved article. Returns its id, and whether it is new.

    The same file, or the same page with the same text, is the same article: it is updated in place and keeps
    its marks. What the reader deleted and saves again is there again. `original` is the SHA-256 of the
    file's bytes, where they are kept. `entry`: the action that this is a part of; without one it is one.
    """
    text = text_hash(parsed.text)
    arrival = Arrival(parsed, saved_keys(parsed, original), text, original)
    with transaction(db):
        there = _find_saved(db, arrival.keys)
        if there is None:
            (id,) = ingest.insert(db, None, [arrival], now)
            _take_over_marks(db, id, parsed)
            known.add_page(db, id, parsed.link)
            said_marks.welcome(db, [id], now)
            noting.as_they_are(db, [id])
            _revive(db, id)  # it may be deleted elsewhere: here it was just saved
            _note_saved(db, id, entry, now)
            return id, True
        ingest.write_keys(db, 0, ((key, there) for key in arrival.keys))
        revived = _revive(db, there)
        if revived:
            _note_saved(db, there, entry, now)
        if _differs(db, there, arrival):
            ingest.update(db, there, arrival, now)
        return there, revived


def _note_saved(db: Database, id: int, entry: undo_log.Entry | None, now: int) -> None:
    entry = entry or undo_log.Entry(saved_words)
    entry.note(db, undo_changes.Saved(id), 1, now=now, label=f"saved {undo_log.named(db, id) or '1 article'}")


def saved_words(count: int) -> str:
    """Return in words that so many articles were saved."""
    return f"saved {undo_log.articles_in_words(count)}"


def saved_keys(parsed: ParsedArticle, original: str | None) -> tuple[int, ...]:
    """Return the keys of a saved article: a file may hold many articles, and one article be in many files."""
    text = text_hash(parsed.text)
    link = same_address(parsed.link) if parsed.link else ""
    within = parsed.key or link or parsed.title
    keys = [number(f"page {link}\n{text}" if link else f"text {parsed.title}\n{text}")]
    if original:
        keys.append(number(f"file {original}\n{within}"))
    return tuple(keys)


def _find_saved(db: Database, keys: tuple[int, ...]) -> int | None:
    found = ingest.known(db, 0, keys)
    meanings = [meaning for key in keys if (meaning := found.get(key))]
    return next((known.article for known in meanings if not isinstance(known, int)), None)


def _take_over_marks(db: Database, id: int, parsed: ParsedArticle) -> None:
    """Take over the marks that a read-later export brings along."""
    db.execute(
        "UPDATE article SET read = ?, starred = ? WHERE id = ?", (int(parsed.read), int(parsed.starred), id)
    )
    db.executemany(
        """INSERT OR IGNORE INTO article_tag (tag, sort_at, article) SELECT ?, sort_at, id FROM article
           WHERE id = ?""",
        ((tag, id) for tag in parsed.tags if tag.strip()),
    )


def _revive(db: Database, id: int) -> bool:
    db.execute("UPDATE article SET deleted = 0, deleted_at = NULL WHERE id = ? AND deleted > 0", (id,))
    revived = db.changes() > 0
    if revived:
        noting.articles(db, "deleted", False, [id])
    return revived


def _differs(db: Database, id: int, arrival: Arrival) -> bool:
    ((seen, extra),) = rows(
        db, "SELECT fingerprint, extra FROM article JOIN body ON article = id WHERE id = ?", (id,)
    )
    another_file = arrival.original is not None and sound_extra(extra)[0].original is None
    return bool(seen != ingest.fingerprint(arrival.parsed)) or another_file
