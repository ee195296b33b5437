"""What unfinished actions have still to do to marks, so that lists and counts show it as done already."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from msgspec.structs import replace

from reader.model import Headline, Query
from reader.store.changes.work import wanted_flags
from reader.store.database.connection import Database, numbers, rows
from reader.store.lists.query_plan import plan_of
from reader.store.undo_changes import Marked, read_change, unpack_ids
from reader.store.undo_log import FAR, GOING_ON
from reader.store.undo_work import Turn, decode_work
from reader.store.unfinished import is_unfinished


@dataclass
class Difference:
    """By how much unread articles and their words will differ."""

    feeds: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    """The articles of each feed."""
    total: int = 0
    """All articles."""
    articles: int = 0
    """Those of the query that was asked for."""
    words: int = 0
    """The words of these."""


def headlines_ahead(db: Database, found: Sequence[Headline]) -> list[Headline]:
    """Return headlines with the marks that they will have."""
    if not found or not is_unfinished(db):
        return list(found)
    ids = {headline.id for headline in found}
    marks: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    for column, flag, waiting in _turns(db, min(ids), max(ids)):
        for id in ids.intersection(waiting):
            marks[id][column] = flag
    return [_marked(headline, marks.get(headline.id)) for headline in found]


def _marked(headline: Headline, marks: dict[str, bool] | None) -> Headline:
    if not marks:
        return headline
    return replace(
        headline, read=marks.get("read", headline.read), starred=marks.get("starred", headline.starred)
    )


def unread_ahead(db: Database, query: Query) -> Difference:
    """Return by how much the unread articles will differ, also those of a query.

    Part of the transaction in which they are counted.
    """
    difference = Difference()
    if not is_unfinished(db):
        return difference
    plan = plan_of(db, replace(query, read=None))
    inside = " AND ".join(text for text, _ in plan.conditions) if plan.scans else "0"
    values = [value for _, values in plan.conditions for value in values] if plan.scans else []
    for column, flag, ids in _turns(db, 0, FAR):
        if column != "read":
            continue
        found = rows(
            db,
            f"""SELECT a.feed, count(*), sum({inside}), sum(iif({inside}, a.words, 0))
                FROM carray(?) AS c CROSS JOIN article AS a ON a.id = c.value
                WHERE a.read <> ? AND a.deleted = 0 GROUP BY a.feed""",
            [*values, *values, numbers(ids), int(flag)],
        )
        sign = -1 if flag else 1
        for feed, count, articles, words in found:
            difference.total += sign * count
            difference.articles += sign * (articles or 0)
            difference.words += sign * (words or 0)
            if feed is not None:
                difference.feeds[feed] += sign * count
    return difference


def _turns(db: Database, lowest: int, highest: int) -> Iterator[tuple[str, bool, list[int]]]:
    """Yield the marks that wait to be turned, with what they become, slice after slice, in their order.

    `lowest` and `highest`: the ids of interest. What is damaged is left out.
    """
    unfinished = rows(
        db,
        """SELECT id, unfinished, work FROM action INDEXED BY action_unfinished WHERE unfinished > 0
           ORDER BY id""",
    )
    for action, state, work in unfinished:
        waits = "todo" if state == GOING_ON else "before"
        slices = rows(
            db,
            f"""SELECT {waits} FROM action_slice INDEXED BY action_slice_action
                WHERE action = ? AND {waits} IS NOT NULL AND first <= ? AND last >= ?""",
            (action, highest, lowest),
        )
        for (packed,) in slices:
            with suppress(ValueError):
                yield from _of_slice(state, work, packed)


def _of_slice(state: int, work: bytes, packed: bytes) -> list[tuple[str, bool, list[int]]]:
    if state == GOING_ON:
        verb = decode_work(work).verb
        flags = wanted_flags(verb) if isinstance(verb, Turn) else []
        return [(column, flag, unpack_ids(packed)) for column, flag in flags]
    change = read_change(packed)
    turned = change.turned if isinstance(change, Marked) else {}
    return [(column, bool(flag), unpack_ids(ids)) for column, (flag, ids) in turned.items()]
