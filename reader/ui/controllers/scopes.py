"""What is listed: a scope, its order, its rows as they are read, and what came since."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from reader.document.sanitize import EMPTY, literal, message_line
from reader.library.saved_searches import query_of
from reader.model import Feed, Query, SavedSearch
from reader.store.changes import saved_searches
from reader.store.feeds import feeds
from reader.store.search.places import term_finder
from reader.ui.background import BackgroundReads
from reader.ui.controllers.article import Article
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.panes import Panes
from reader.ui.headlines.listing import SORT_NAMES, Listing
from reader.ui.headlines.places import Places
from reader.ui.headlines.rows import Pair, Rows
from reader.ui.headlines.scope import (
    ALL,
    BEGUN,
    HIGHLIGHTS,
    SAVED,
    STARRED,
    TODAY,
    TYPED,
    UNQUERIED,
    UNREAD,
    Scope,
    name_of,
    words_of,
)
from reader.ui.shell import Shell
from reader.ui.widgets.feed_rows import beside
from reader.ui.widgets.feeds_pane import FeedsPane
from reader.ui.widgets.headline_list import HeadlineList

PLACE_SECONDS = 1.0
"""Seconds without another move after which the reader's place is written to the store."""


class Scopes:
    """Owns what is listed: it alone turns the listing to another scope and gives the list its rows."""

    def __init__(
        self,
        shell: Shell,
        listing: Listing,
        reads: BackgroundReads,
        feeds_pane: FeedsPane,
        *,
        panes: Panes,
        counts: Counts,
        article: Article,
        places: Places,
    ) -> None:
        self._shell, self._listing, self._reads, self._feeds_pane = shell, listing, reads, feeds_pane
        self._panes, self._counts, self._article, self._places = panes, counts, article, places
        self._at_top = False
        """Whether the cursor is kept on the first row until the next key."""

    # --- showing a scope

    def show(self, scope: Scope) -> None:
        """Show another scope, with the cursor where it was there."""
        with self._shell.errors_shown():
            self._places.note(self._listing, self._shell.headlines.row)
            if scope.kind in TYPED:
                self._show_saved_search(scope)
            else:
                self._listing.open(scope)
                self._show_listing()

    def _show_listing(self) -> None:
        """Show the scope that was just opened, with the cursor where it was there."""
        row = self._places.row(self._listing)
        self.show_rows(self._listing.rows, row)

    def show_list(self, scope: Scope, found: Sequence[Pair]) -> None:
        """Show a list that was made, as a plan is."""
        self.show_rows(self._listing.show_found(scope, found, ranked=False))

    def show_rows(self, rows: Rows, row: int = 0) -> None:
        """Show the rows of the listing, with the cursor on one of them."""
        headlines = self._shell.headlines
        self._shell.status.message = EMPTY
        headlines.set_reactive(HeadlineList.show_source, self._listing.sources)
        headlines.find_hits = term_finder(self._listing.terms, titles=True) if self._listing.terms else None
        headlines.show(rows, row)
        if not self._listing.filled:
            self.fill()
        self._article.preview()
        self._article.show_head()  # also where the same article stays: its place is another
        self._counts.recount()
        self._keep_place_soon()

    def show_place(self) -> None:
        """Show what the first paint has left out: the rest of the rows, or a saved search that was left."""
        if self._listing.scope.kind in TYPED:
            self._show_saved_search(self._listing.scope)
        elif not self._listing.filled:
            self.fill()

    def _keep_place_soon(self) -> None:
        self._shell.debounce("place", PLACE_SECONDS, self.keep_place)

    def keep_place(self) -> None:
        """Write the reader's place to the store, if it has changed."""
        with self._shell.errors_shown():
            self._places.keep(self._listing, self._shell.headlines.row)

    def _show_saved_search(self, scope: Scope) -> None:
        """Show a saved search; one that has words is searched beside the screen."""
        if (saved := self._saved(scope)) is None:
            self._shell.show_message(literal("That search is not kept any more"))
            return
        scope = replace(scope, words=saved.query)
        query = self._query_of_saved(saved)
        if query.terms:
            self._shell.run(partial(self._list_found, scope, query), "search", exclusive=True)
        else:
            self._listing.open(scope, query)
            self._show_listing()

    def name_of(self, scope: Scope) -> str:
        """Return what a scope is called."""
        return name_of(scope, self._counts.feeds, self._counts.searches)

    def query_of(self, scope: Scope) -> Query | None:
        """Return the query that selects a scope's articles; None for a saved search that is gone."""
        if scope.kind not in TYPED:
            return scope.query
        saved = self._saved(scope)
        return None if saved is None else self._query_of_saved(saved)

    def _saved(self, scope: Scope) -> SavedSearch | None:
        if scope.kind == "today":
            return SavedSearch(0, name_of(TODAY, ()), TODAY.words)
        if scope.kind == "account":
            return SavedSearch(0, name_of(scope, ()), words_of(scope))
        kept = saved_searches.searches(self._shell.library.db)
        return next((search for search in kept if search.id == scope.value), None)

    def _query_of_saved(self, saved: SavedSearch) -> Query:
        library = self._shell.library
        return query_of(saved, self._counts.feeds or feeds.feeds(library.db), library.clock())

    async def _list_found(self, scope: Scope, query: Query) -> None:
        found = await self._reads.listed(query, self._listing.sort)
        self._listing.show_saved_search(scope, query, found)
        self._show_listing()

    def action_show_all(self) -> None:
        """List all articles."""
        self._list(ALL)

    def action_show_unread(self) -> None:
        """List the unread articles."""
        self._list(UNREAD)

    def action_show_today(self) -> None:
        """List today's articles."""
        self._list(TODAY)

    def action_show_starred(self) -> None:
        """List the starred articles."""
        self._list(STARRED)

    def action_show_highlights(self) -> None:
        """List the articles of which passages are kept."""
        self._list(HIGHLIGHTS)

    def action_show_begun(self) -> None:
        """List the articles that were begun and not finished, the latest first."""
        self._list(BEGUN)

    def action_show_saved(self) -> None:
        """List the articles that were saved from files and pages."""
        self._list(SAVED)

    def _list(self, scope: Scope) -> None:
        """Show a scope that a key asks for; an article that was open is left for its list."""
        self.show(scope)
        if self._panes.pane == "article":
            self._panes.go_to("headlines")

    def _go_beside(self, step: int) -> None:
        scope = beside(self._feeds_pane.rows, self.selected(), step)
        if scope is None:
            self._shell.show_message(literal("There is no other feed there"))
        else:
            self.show(scope)

    def action_next_feed(self) -> None:
        """List the feed after the one that is listed."""
        self._go_beside(1)

    def action_previous_feed(self) -> None:
        """List the feed before the one that is listed."""
        self._go_beside(-1)

    def action_sort(self) -> None:
        """List in the next order, from the first row; an article that is being read keeps the cursor."""
        if self._listing.scope.kind in UNQUERIED:
            words = unsorted_words(self._listing.scope, ranked=self._listing.ranked)
            self._shell.show_message(message_line(words))
            return
        order = self._listing.next_sort()
        self._keep_place_soon()
        if self._listing.scope.kind in TYPED:
            self.show(self._listing.scope)
        else:
            self._list_anew()
        self._shell.show_message(message_line(f"{self.name_of(self._listing.scope)}: {SORT_NAMES[order]}"))

    def _list_anew(self) -> None:
        """Read the rows in the present order, with the cursor on the article that has the keys, if any."""
        headlines, read = self._shell.headlines, None
        if self._panes.pane == "article" and headlines.current_id is not None:
            read = (headlines.current_id, headlines.rows.keys[headlines.row])
        rows = self._listing.restart()
        row = 0 if read is None else self._listing.read_up_to(read)
        self._places.waiting = read if row is None else None
        headlines.show(rows, row or 0)
        self.fill()

    # --- what a key is about

    def selected(self) -> Scope:
        """Return the scope under the cursor of the feeds, if they have the keys, else the listed one."""
        row = self._feeds_pane.current if self._panes.pane == "feeds" else None
        return row.scope if row else self._listing.scope

    def selected_feed(self) -> Feed | None:
        """Return the feed under the cursor of the feeds, else the listed one, else the article's."""
        scope = self.selected()
        wanted = scope.value if scope.kind == "feed" else None
        if wanted is None and self._panes.pane != "feeds" and (headline := self._shell.headlines.current):
            wanted = headline.feed
        if not isinstance(wanted, int):
            return None
        counted = next((feed for feed in self._counts.feeds if feed.id == wanted), None)
        return counted or feeds.feed(self._shell.library.db, wanted)  # one that has just come

    # --- reading the rows

    def fill(self) -> None:
        """Read the rest of the rows beside the screen, with room for keys between the slices."""
        self._shell.run(self._fill, "fill", exclusive=True)

    async def _fill(self) -> None:
        announced = len(self._listing.rows)
        async for count in self._listing.fill():
            if count > 2 * announced or self._places.waiting is not None:
                announced = count
                self._shell.headlines.resize_rows()
            self._go_to_waiting()
        self._shell.headlines.resize_rows()
        self._article.show_head()

    def _go_to_waiting(self) -> None:
        """Put the cursor where it was left, once its row is read, unless it was moved since."""
        if (pair := self._places.waiting) is None:
            return
        if self._shell.headlines.row > 0:
            self._places.waiting = None
        elif (row := self._listing.row_of(pair)) is not None:
            self._places.waiting = None
            self._shell.headlines.move_to(row)

    async def wait_until_filled(self) -> None:
        """Wait until all rows are read."""
        await self._shell.wait_for("fill")

    def show_returned(self, identities: Sequence[int]) -> None:
        """Put back the rows of articles that are there again, with the cursor on the first of them."""
        with self._shell.errors_shown():
            self._shell.headlines.merge(self._listing.returned(identities), new=False)
            self._shell.headlines.go_to_one_of(identities)
            self._article.preview()

    def restore(self) -> None:
        """Put back the rows of articles that were brought back.

        Nothing else moves, unless rows in sight went: then the scope is listed anew.
        """
        self._shell.run(self._restore, "fill", exclusive=True)

    async def _restore(self) -> None:
        if self._listing.query.terms:
            await self._find_again()
        async for pairs in self._listing.find_missing():
            self._shell.headlines.merge(pairs, new=False)
        self._shell.headlines.invalidate()
        self._counts.recount()
        if self._shell.headlines.shows_deleted():
            self._list_what_is_left()

    def _list_what_is_left(self) -> None:
        """List the scope without what went; all articles where its feed went."""
        scope, subscribed = self._listing.scope, feeds.feeds(self._shell.library.db)
        gone = scope.kind == "feed" and scope.value not in {feed.id for feed in subscribed}
        self.show(ALL if gone or scope.kind == "search" else scope)

    async def _find_again(self) -> None:
        """Put what was brought back into a list that is found by its words."""
        listing, rows = self._listing, self._listing.rows
        found = await self._reads.listed(listing.query, listing.sort)
        known = set(rows.ids)
        if rows is listing.rows and rows.descending is not None:
            self._shell.headlines.merge([pair for pair in found if pair[0] not in known], new=False)

    # --- what came since

    def check_for_changes(self) -> None:
        """Show what another process changed; the cursor and the visible rows stay where they are."""
        with self._shell.errors_shown():
            if self._listing.query.terms:
                self._shell.run(self._find_newer, "news", exclusive=True)
            self.insert_new(self._listing.find_new())

    async def _find_newer(self) -> None:
        """Put new articles into a list that is found by its words."""
        listing, rows = self._listing, self._listing.rows
        found = await self._reads.newer(listing.query, listing.newest)
        if rows is listing.rows and found:
            self.insert_new(listing.admit(found))

    def insert_new(self, pairs: Sequence[Pair]) -> None:
        """Put new articles in the list where they belong, and show how many came."""
        with self._shell.errors_shown():
            self._listing.new_count += self._shell.headlines.merge(pairs, at_top=self._at_top)
            self._shell.headlines.invalidate()
            self._counts.recount_soon()
            if self._listing.new_count:
                self._shell.status.show_new_count(self._listing.new_count)
            if self._article.view.page.identity is None:
                self._article.preview()
            else:
                self._article.show_head()

    def show_nothing_anew(self) -> None:
        """Say anew why nothing is listed, if nothing is."""
        if not len(self._shell.headlines.rows):
            self._article.preview()

    def stay_at_top(self) -> None:
        """Keep the cursor on the first row, if it is there, while the first articles of new feeds come."""
        self._at_top = self._shell.headlines.row <= 0

    def key_pressed(self) -> None:
        """Let the cursor stay on its article from here on: the reader has begun to read."""
        self._at_top = False

    def cursor_moved(self) -> None:
        """Preview the article under the cursor; on the first row, count no article as new any more."""
        self._at_top = self._at_top and self._shell.headlines.row <= 0
        if self._listing.new_count and self._shell.headlines.row == 0:
            self._listing.new_count = 0
            self._shell.status.clear_new_count()
        self._article.preview_soon()
        self._keep_place_soon()


def unsorted_words(scope: Scope, *, ranked: bool) -> str:
    """Say why the list of a scope has an order of its own."""
    if scope.kind == "begun":
        return "What you began last comes first here"
    if scope.kind == "plan":
        return "A plan keeps its order"
    return "A search lists the best first" if ranked else "Sort before you filter"
