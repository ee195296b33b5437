"""Single articles: what is kept of each, correcting that, and where the reader was in it."""

from msgspec.structs import replace

from reader.model import Article, Date
from reader.store import bodies, undo_changes, undo_log
from reader.store.articles import corrections
from reader.store.articles.corrections import Value, written_value
from reader.store.articles.details import article_of
from reader.store.database.connection import Database, rows, transaction
from reader.store.database.errors import DamagedLibrary
from reader.store.lists.headlines import headlines
from reader.store.notes.places import highlights_of
from reader.store.said import noting


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
        undo_log.record(db, label, 1, undo_changes.Corrected(id, before), now)
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
