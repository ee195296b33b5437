"""Where reading goes on: the next and the previous unread article of what is listed."""

from dataclasses import replace

from reader.model import Sort
from reader.store.lists import headlines
from reader.ui.headlines.listing import Listing
from reader.ui.headlines.rows import Pair
from reader.ui.widgets.headline_list import HeadlineList

REVERSED: dict[Sort, Sort] = {"newest": "oldest", "oldest": "newest"}


def unread_row(listing: Listing, shown: HeadlineList, step: int) -> int | None:
    """The row of the nearest unread article after (or before) the cursor, else from the other end.

    None: there is none. In a scope's order of time the index is asked; else the rows are looked at.
    """
    searched = listing.scope.kind == "search" or listing.query.terms
    if listing.sort == "feed" or searched or not shown.rows:
        return _by_looking(shown, step)
    sort = listing.sort if step > 0 else REVERSED[listing.sort]
    here = (shown.rows.ids[shown.row], shown.rows.keys[shown.row])
    found = _first_unread(listing, sort, here) or _first_unread(listing, sort, None)
    return None if found is None or found == here else shown.rows.find(found[0])


def _first_unread(listing: Listing, sort: Sort, after: Pair | None) -> Pair | None:
    """The first one after that which is unread and has a row: another may stand for it."""
    query, limit = replace(listing.query, read=False), 1
    while found := headlines.ids(listing.db, query, sort, limit=limit, after=after):
        if own := listing.with_rows(query, found):
            return own[0]
        after, limit = found[-1], min(2_000, 4 * limit)
    return None


def _by_looking(shown: HeadlineList, step: int) -> int | None:
    count = len(shown.rows)
    for away in range(1, count):
        row = (shown.row + step * away) % count
        headline = shown.headline(shown.rows.ids[row], row)
        if headline is not None and not headline.read:
            return row
    return None
