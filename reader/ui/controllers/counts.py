"""The feeds, saved searches and counts that the feeds pane and the head of the list show."""

from reader.document.sanitize import literal, message_line, sanitize, sanitize_line
from reader.model import Feed, Query, SavedSearch, is_inside
from reader.store import state
from reader.ui.background import BackgroundReads
from reader.ui.headlines.listing import SORT_NAMES, Listing
from reader.ui.headlines.plan import minutes_of
from reader.ui.headlines.scope import TODAY, Scope, name_of
from reader.ui.shell import Shell
from reader.ui.text.amounts import plan_words, unread_words
from reader.ui.text.times import reading_minutes
from reader.ui.widgets.feed_rows import feed_rows, with_unread
from reader.ui.widgets.feeds_pane import FeedsPane

RECOUNT_SECONDS = 0.15
"""Seconds without another change after which the counts are read again."""

UNREAD_ONLY = "unread_feeds_only"
"""The store's key for whether only feeds with unread articles are shown: 0 or 1."""

COLLAPSED = "folded"
"""The store's key for the collapsed folders, one a line."""


class Counts:
    """Counts beside the screen and is the only one that shows counts and fills the feeds pane."""

    def __init__(self, shell: Shell, listing: Listing, reads: BackgroundReads, pane: FeedsPane) -> None:
        self._shell, self._listing, self._reads, self._pane = shell, listing, reads, pane
        self.feeds: list[Feed] = []
        """All feeds, as last read."""
        self.searches: list[SavedSearch] = []
        """All saved searches, as last read."""
        self._unread_only = False
        """Whether only feeds and folders with unread articles are shown."""
        self.collapsed: set[str] = set()
        """The names of the folders whose feeds are hidden."""

    def load_collapsed(self) -> None:
        """Read from the store which folders are collapsed, and whether feeds without unread are shown."""
        self._unread_only = bool(state.number(self._shell.library.db, UNREAD_ONLY))
        if names := state.value(self._shell.library.db, COLLAPSED):
            self.collapsed = set(names.split("\n"))

    def action_feeds_with_unread(self) -> None:
        """Show only feeds and folders with unread articles, or all again, and remember that."""
        self._unread_only = not self._unread_only
        self._shell.library.remember(UNREAD_ONLY, str(int(self._unread_only)))
        self.recount()
        self._shell.show_message(literal("Feeds with unread only" if self._unread_only else "All feeds"))

    def toggle_folder(self, folder: str) -> None:
        """Collapse a folder, or expand it again, and remember that."""
        self.collapsed ^= {folder}
        self._shell.library.remember(COLLAPSED, "\n".join(sorted(self.collapsed)))
        self.recount()

    def rename_folder(self, folder: str, name: str) -> None:
        """Keep folders collapsed that have another name."""
        self.collapsed = {
            name + one.removeprefix(folder) if is_inside(one, folder) else one for one in self.collapsed
        }
        self._shell.library.remember(COLLAPSED, "\n".join(sorted(self.collapsed)))

    def recount_soon(self) -> None:
        """Count again once nothing has changed for `RECOUNT_SECONDS`."""
        self._shell.debounce("recount", RECOUNT_SECONDS, self.recount)

    def recount(self) -> None:
        """Count again beside the screen, and show the counts."""
        self._shell.run(self._recount, "count", exclusive=True)

    async def _recount(self) -> None:
        scope, found = self._listing.scope, len(self._listing.rows)
        found_by_words = bool(self._listing.query.terms)  # which takes too long for every change
        query = Query() if found_by_words else self._listing.query
        tally = await self._reads.tally(query)
        self.feeds = tally.feeds
        today, *searches = await self._reads.searches(TODAY.words, tally.feeds)
        self.searches = [search for search, _ in searches]
        rows = feed_rows(
            tally.feeds,
            unread=tally.counts.unread,
            starred=tally.counts.starred,
            saved=tally.counts.saved,
            tags=tally.tags,
            collapsed=self.collapsed,
            searches=searches,
            surplus=tally.surplus,
            begun=tally.begun,
            today=today[1],
            highlighted=tally.highlighted,
            accounts=tally.accounts,
        )
        if self._unread_only:
            lit = self._pane.current.scope if self._pane.current else scope
            rows = with_unread(rows, (scope, lit))
        self._pane.show(rows, scope)
        head = self._shell.head
        head.title = sanitize_line(name_of(scope, tally.feeds, self.searches))
        head.detail = sanitize(self._order(scope))
        if scope.kind == "plan":
            head.right = message_line(plan_words(*self._left()))
        elif scope.kind == "begun":
            head.right = message_line(f"{found:,} begun")
        elif scope.kind == "search" or found_by_words:
            head.right = message_line(f"{found:,} found")
        else:
            head.right = message_line(
                unread_words(tally.unread.articles, reading_minutes(tally.unread.words))
            )

    def _order(self, scope: Scope) -> str:
        """Name the order of a scope's list."""
        if scope.kind == "plan":
            return "to read"
        if scope.kind == "begun":
            return "latest first"
        best = scope.kind == "search" and self._listing.ranked
        return "best first" if best else SORT_NAMES[self._listing.sort]

    def _left(self) -> tuple[int, int, int]:
        """Return how many articles of a plan are unread, how many it has, and the minutes left."""
        planned = self._listing.headlines(list(self._listing.rows.ids))
        left = [minutes_of(headline.words) for headline in planned if not headline.read]
        return len(left), len(planned), sum(left)
