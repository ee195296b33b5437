"""The counts that the status line and the feeds pane tell, read beside the screen."""

from typing import TYPE_CHECKING

from reader.config import now
from reader.document.sanitize import clean_line
from reader.model import Query
from reader.ui.headlines.scope import name_of
from reader.ui.text.progress import unread_words
from reader.ui.text.times import reading_minutes
from reader.ui.widgets.feed_rows import feed_rows

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen


async def recount(screen: "MainScreen") -> None:
    """Counts, and shows the counts."""
    scope, found = screen.listing.scope, len(screen.listing.rows)
    found_by_words = bool(screen.listing.query.terms)  # which takes too long for every change
    query = Query() if found_by_words else screen.listing.query
    tally = await screen.reads.tally(query)
    screen.feeds = tally.feeds
    searches = await screen.reads.saved_searches(tally.feeds, now())
    screen.searches = [search for search, _ in searches]
    rows = feed_rows(
        tally.feeds,
        unread=tally.counts.unread,
        starred=tally.counts.starred,
        saved=tally.counts.saved,
        tags=tally.tags,
        collapsed=screen.collapsed,
        searches=searches,
        surplus=tally.surplus,
    )
    screen.feeds_pane.show(rows, scope)
    screen.status.scope = clean_line(name_of(scope, tally.feeds, screen.searches))
    if scope.kind == "search" or found_by_words:
        screen.status.counts = f"{found:,} found"
    else:
        screen.status.counts = unread_words(tally.unread.articles, reading_minutes(tally.unread.words))
