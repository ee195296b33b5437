"""Where reading goes on: the next and the previous unread article of what is listed."""

from dataclasses import replace

from reader.model import Sort
from reader.store import headlines
from reader.ui.listing import Listing
from reader.ui.widgets.headline_list import HeadlineList

REVERSED: dict[Sort, Sort] = {"newest": "oldest", "oldest": "newest"}


def unread_row(listing: Listing, shown: HeadlineList, step: int) -> int | None:
    """The row of the nearest unread article after (or before) the cursor, else from the other end.

    None: there is none. In an order of time the index is asked; in any other the rows are looked at.
    """
    if listing.sort == "feed" or listing.scope.kind == "search" or not shown.rows:
        return _by_looking(shown, step)
    query = replace(listing.query, read=False)
    sort = listing.sort if step > 0 else REVERSED[listing.sort]
    here = (shown.rows.ids[shown.row], shown.rows.keys[shown.row])
    found = headlines.ids(listing.db, query, sort, limit=1, after=here)
    found = found or headlines.ids(listing.db, query, sort, limit=1)
    if not found or found[0] == here:
        return None
    return shown.rows.find(found[0][0])


def _by_looking(shown: HeadlineList, step: int) -> int | None:
    count = len(shown.rows)
    for away in range(1, count):
        row = (shown.row + step * away) % count
        headline = shown.headline(shown.rows.ids[row], row)
        if headline is not None and not headline.read:
            return row
    return None
