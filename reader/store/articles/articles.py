"""Single articles: what is kept of each, saving, correcting, and where the reader was in it."""

from msgspec.structs import replace

from reader.model import Article, Date, ParsedArticle
from reader.store import bodies, undo_log
from reader.store.articles import corrections, ingest, said_marks
from reader.store.articles.corrections import Value, written_value
from reader.store.articles.details import article_of, sound_extra
from reader.store.articles.identity import number, text_hash
from reader.store.articles.ingest import Arrival
from reader.store.database.connection import Database, rows, transaction
from reader.store.database.errors import DamagedLibrary
from reader.store.lists.headlines import headlines
from reader.store.notes.places import highlights_of
from reader.store.said import known, noting
from reader.urls.canonical import same_address


def article(db: Database, id: int) -> Article | None:
    """Return all that is kept of an article but its body; None where there is no such article."""
    found = headlines(db, [id])
    if not found:
        return None
    try:
        packed = rows(db, "SELECT extra FROM body WHERE article = ?", (id,))
        corrected = corrections.corrections(db, id)
    except DamagedLibrary:
        return article_of(replace(found[0], damaged=True), None, {})
    told: dict[str, str] = {field: _in_words(correction.value) for field, correction in corrected.items()}
    known = article_of(found[0], packed[0][0] if packed else None, told)
    if kept := highlights_of(db, id):
        known = replace(known, highlights=kept)
    if found[0].account is None:
        return known
    return replace(known, gone=bool(rows(db, "SELECT 1 FROM article WHERE id = ? AND gone_at > 0", (id,))))


def _in_words(value: Value) -> str:
    return value.iso() if isinstance(value, Date) else value or ""


def body(db: Database, id: int) -> bytes | None:
    """Return an article's serialized document; None where there is no such article or no text.

    Raises ValueError on damaged bytes.
    """
    try:
        found = rows(
            db,
            "SELECT packed FROM body JOIN article ON id = article WHERE article = ? AND deleted = 0",
            (id,),
        )
    except DamagedLibrary:
        raise ValueError("The document is damaged: its page cannot be read") from None
    return bodies.unpacked(db, found[0][0]) or None if found else None


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
    entry.note(db, undo_log.Saved(id), 1, now=now, label=f"saved {undo_log.named(db, id) or '1 article'}")


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


def correct(
    db: Database,
    id: int,
    *,
    title: str | None = None,
    author: str | None = None,
    published: Date | None = None,
    site: str | None = None,
    now: int,
) -> bool:
    """Put the reader's own facts in place of the source's, for good. Returns whether anything changed.

    None leaves a fact as it is; "" empties it.
    """
    told: dict[corrections.Field, Value] = {
        "title": title, "author": author, "published": published, "site": site
    }  # fmt: skip
    values = {field: value for field, value in told.items() if value is not None}
    with transaction(db):
        if not values or not headlines(db, [id]):
            return False
        kept = corrections.corrections(db, id)
        before: dict[str, str | None] = {
            field: written_value(kept[field].value) if field in kept else None for field in values
        }
        if all(field in kept and kept[field].value == value for field, value in values.items()):
            return False
        corrections.write(db, id, values)
        noting.article(db, id, *(f"fix:{field}" for field in values))
        label = f"corrected {', '.join(values)} of {undo_log.named(db, id) or '1 article'}"
        undo_log.record(db, label, 1, undo_log.Corrected(id, before), now)
    return True


def position(db: Database, id: int) -> tuple[int, int] | None:
    """Return where the reader was: the block, and the character in its text; None for the beginning."""
    found = rows(db, "SELECT block, character FROM position WHERE article = ?", (id,))
    return (found[0][0], found[0][1]) if found else None


def keep_position(
    db: Database, id: int, block: int, character: int, *, now: int = 0, finished: bool = False
) -> None:
    """Remember where the reader is, and whether the end was seen; at the beginning nothing is remembered.

    `now`: UTC seconds; of two articles that are read in one second the later one counts as later. A power
    cut may lose it.
    """
    with transaction(db, durable=False):
        noting.article(db, id, "pos")
        if (block, character) == (0, 0):
            db.execute("DELETE FROM position WHERE article = ?", (id,))
            return
        db.execute(
            """INSERT OR REPLACE INTO position (article, block, character, at, finished)
               SELECT id, ?2, ?3, max(?4, ifnull((SELECT at + 1 FROM position INDEXED BY position_begun
                   WHERE finished = 0 AND article <> ?1 ORDER BY at DESC LIMIT 1), 0)), ?5
               FROM article WHERE id = ?1""",
            (id, block, character, now, int(finished)),
        )
