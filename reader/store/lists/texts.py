"""What an article says, as the index has it: read from the article itself, for the few that a page shows."""

from collections.abc import Iterable, Sequence
from functools import partial

from reader.store.bodies import text_of
from reader.store.database.connection import Database, Row, numbers, rows
from reader.store.lists.matching import Arrivals, Candidate, Marks, Source
from reader.store.rows import NOTES


def candidates(db: Database, articles: Iterable[int], *, texts: bool = True) -> Sequence[Candidate]:
    """Return these articles with what they say, and nothing else of them; their texts only with `texts`."""
    body, joined = f"b.packed, ({NOTES})", "LEFT JOIN body AS b ON b.article = a.id"
    if not texts:
        body, joined = "NULL, NULL", ""
    found = rows(
        db,
        f"""SELECT a.id, a.title, a.author, a.site, {body} FROM carray(?) AS c
            CROSS JOIN article AS a ON a.id = c.value {joined}""",
        (numbers(articles),),
    )
    marks = [Marks(row[0], sort_at=0, to_the_day=False) for row in found]
    return Arrivals(Source(0, None, ()), [partial(_said, db, row) for row in found], lambda: marks).all


def _said(db: Database, row: Row, column: str) -> str:
    """Return what an article says in one of `COLUMNS`."""
    _, title, author, site, packed, notes = row
    if column == "text":
        text = text_of(db, packed)
        return f"{text}\n{notes}" if notes else text
    said = {"title": title, "author": author, "site": site}[column]
    return said if isinstance(said, str) else ""
