"""The counts that the status line and the feeds pane tell, read beside the screen."""

import asyncio
from typing import TYPE_CHECKING

from reader.document.clean import clean_line
from reader.ui.feed_rows import feed_rows
from reader.ui.refreshing import unread_words
from reader.ui.scopes import name_of
from reader.ui.times import reading_minutes

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen


async def recount(screen: "MainScreen") -> None:
    """Counts, and shows the counts."""
    scope, found = screen.listing.scope, len(screen.listing.rows)
    tally = await asyncio.to_thread(screen.finder.tally, screen.listing.query)
    screen.feeds = tally.feeds
    rows = feed_rows(
        tally.feeds,
        unread=tally.counts.unread,
        starred=tally.counts.starred,
        saved=tally.counts.saved,
        tags=tally.tags,
        collapsed=screen.collapsed,
    )
    screen.feeds_pane.show(rows, scope)
    screen.status.scope = clean_line(name_of(scope, tally.feeds))
    if scope.kind == "search":
        screen.status.counts = f"{found:,} found"
    else:
        screen.status.counts = unread_words(tally.unread.articles, reading_minutes(tally.unread.words))
