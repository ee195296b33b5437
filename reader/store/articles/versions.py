"""The page behind an article: its text beside the feed's, which of the two is shown, and what failed.

An article has up to two versions of its text. The one that is shown is its body; search, lists and exports
know no other.
"""

from collections.abc import Iterable, Sequence

from reader.model import ParsedArticle
from reader.store import bodies
from reader.store.articles import openings
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.duplicates import grouping
from reader.store.rows import COMPLETE
from reader.store.search import index


def keep_page(db: Database, id: int, parsed: ParsedArticle, *, now: int) -> None:
    """Show the text of the page behind an article in place of its feed's, which is kept beside it.

    Title, author and date stay the feed's. A page that gives no whole text counts as asked in vain, too.
    """
    with transaction(db):
        _show(db, id, page=False)
        db.execute("DELETE FROM page_failure WHERE article = ?", (id,))
        db.execute(
            """INSERT OR REPLACE INTO other_version (article, complete, words, packed)
               SELECT id, ?, ?, ? FROM article WHERE id = ?""",
            (COMPLETE.index(parsed.complete), parsed.words, bodies.packer(db)(parsed.body), id),
        )
        _show(db, id, page=True)
        if parsed.complete != "full":
            _note_failure(db, id, "the page gives only a part of the article", now)
        index.again(db, [id])
        openings.note(db, [id])
        grouping.group_articles(db, [id])


def page_shown(db: Database, id: int) -> bool | None:
    """Return whether the page's text is shown rather than the feed's; None where the page's is not kept."""
    found = rows(
        db,
        """SELECT page FROM article AS a WHERE id = ? AND deleted = 0
           AND EXISTS (SELECT 1 FROM other_version WHERE article = a.id)""",
        (id,),
    )
    return bool(found[0][0]) if found else None


def show_version(db: Database, id: int, *, page: bool) -> bool:
    """Show the page's text, or the feed's, where both are kept. Returns whether that changed anything."""
    with transaction(db):
        changed = _show(db, id, page=page)
        if changed:
            index.again(db, [id])
            openings.note(db, [id])
    return changed


def _show(db: Database, id: int, *, page: bool) -> bool:
    """Swap the two versions, each with the reader's place in it. Part of the caller's transaction."""
    found = rows(
        db,
        """SELECT a.complete, a.words, b.packed, p.block, p.character, ifnull(p.at, 0),
                  o.complete, o.words, o.packed, o.block, o.character
           FROM article AS a JOIN other_version AS o ON o.article = a.id JOIN body AS b ON b.article = a.id
           LEFT JOIN position AS p ON p.article = a.id WHERE a.id = ? AND a.page <> ?""",
        (id, int(page)),
    )
    if not found:
        return False
    old, at, (complete, words, packed, block, character) = found[0][:5], found[0][5], found[0][6:]
    db.execute(
        "UPDATE article SET page = ?, complete = ?, words = ? WHERE id = ?", (int(page), complete, words, id)
    )
    db.execute("UPDATE body SET packed = ? WHERE article = ?", (packed, id))
    db.execute("DELETE FROM position WHERE article = ?", (id,))
    if block is not None:
        db.execute(
            "INSERT INTO position (article, block, character, at) VALUES (?, ?, ?, ?)",
            (id, block, character, at),
        )
    db.execute(
        """UPDATE other_version SET complete = ?, words = ?, packed = ?, block = ?, character = ?
           WHERE article = ?""",
        (*old, id),
    )
    return True


def page_failed(db: Database, id: int, reason: str, *, now: int) -> None:
    """Remember that the page was asked for in vain, and why."""
    with transaction(db):
        _note_failure(db, id, reason, now)


def _note_failure(db: Database, id: int, reason: str, now: int) -> None:
    db.execute(
        "INSERT OR REPLACE INTO page_failure (article, at, reason) SELECT id, ?, ? FROM article WHERE id = ?",
        (now, reason, id),
    )


def page_failure(db: Database, id: int) -> str | None:
    """Return why an article's page gave no full text when it was last asked for; None where it did."""
    found = rows(db, "SELECT reason FROM page_failure WHERE article = ?", (id,))
    return found[0][0] if found else None


def incomplete(db: Database, ids: Sequence[int], *, failed_before: int) -> list[int]:
    """Select the articles, in their order, whose text is not complete and whose page may be asked for.

    It may not where it failed at that time or later, and where it was never to be fetched for that feed.
    """
    found = rows(
        db,
        """SELECT a.id FROM carray(?) AS c CROSS JOIN article AS a ON a.id = c.value
           LEFT JOIN feed AS f ON f.id = a.feed LEFT JOIN page_failure AS p ON p.article = a.id
           WHERE a.deleted = 0 AND a.complete < 2 AND a.page = 0 AND a.link IS NOT NULL
           AND ifnull(f.full_text, 1) > 0 AND ifnull(p.at, ?2) < ?3""",
        (numbers(ids), failed_before - 1, failed_before),
    )
    wanted = {id for (id,) in found}
    return [id for id in ids if id in wanted]


def wanted_always(db: Database) -> list[int]:
    """Return the articles whose feeds want full text and whose pages were not asked for yet, newest first.

    See `asked_always`.
    """
    found = rows(
        db,
        """SELECT a.id FROM feed AS f CROSS JOIN article AS a INDEXED BY article_feed ON a.feed = f.id
           WHERE f.full_text = 2 AND f.removed IS NULL AND a.deleted = 0 AND a.id > f.pages_after
           AND a.page = 0 AND a.link IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM other_version WHERE article = a.id)
           AND NOT EXISTS (SELECT 1 FROM page_failure WHERE article = a.id)
           ORDER BY a.sort_at DESC, a.id DESC""",
    )
    return [id for (id,) in found]


def asked_always(db: Database, ids: Iterable[int]) -> None:
    """Remember that these were asked for: older ones of the same feeds need not be looked at again."""
    with transaction(db, durable=False):
        db.execute(
            """UPDATE feed SET pages_after = max(pages_after, (
                   SELECT max(a.id) FROM carray(?1) AS c CROSS JOIN article AS a ON a.id = c.value
                   WHERE a.feed = feed.id))
               WHERE id IN (SELECT a.feed FROM carray(?1) AS c CROSS JOIN article AS a ON a.id = c.value)""",
            (numbers(ids),),
        )
