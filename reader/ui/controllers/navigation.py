"""Moving: the cursor, by page, into an article and back, on to the next unread one."""

from dataclasses import replace

from reader.document.sanitize import literal
from reader.model import Sort
from reader.store.lists import headlines
from reader.ui.controllers.article import Article
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.jobs import Jobs
from reader.ui.controllers.marks import Marks
from reader.ui.controllers.panes import Panes
from reader.ui.controllers.scopes import Scopes
from reader.ui.controllers.search import Search
from reader.ui.dialogs.help import HelpDialog
from reader.ui.headlines.listing import Listing
from reader.ui.headlines.rows import Pair
from reader.ui.headlines.scope import Scope
from reader.ui.shell import Shell
from reader.ui.widgets.feeds_pane import FeedsPane
from reader.ui.widgets.headline_list import HeadlineList

ARTICLE_STEP = 3
"""The number of lines that the article scrolls from the list."""

REVERSED: dict[Sort, Sort] = {"newest": "oldest", "oldest": "newest"}
"""The orders of time, each with its reverse."""


class Navigation:
    """Moves what has the keys: the cursor of a list, or the text of the article."""

    def __init__(
        self,
        shell: Shell,
        listing: Listing,
        feeds_pane: FeedsPane,
        *,
        panes: Panes,
        counts: Counts,
        article: Article,
        scopes: Scopes,
        marks: Marks,
        search: Search,
        jobs: Jobs,
    ) -> None:
        self._shell, self._listing, self._feeds_pane = shell, listing, feeds_pane
        self._panes, self._counts, self._article, self._scopes = panes, counts, article, scopes
        self._marks, self._search, self._jobs = marks, search, jobs

    # --- the cursor

    @property
    def _list(self) -> HeadlineList | FeedsPane:
        """The list that has the keys, if the article has not."""
        return self._feeds_pane if self._panes.pane == "feeds" else self._shell.headlines

    def _step(self, step: int) -> None:
        if self._panes.pane == "article":
            self._article.view.scroll_by(step)
        else:
            self._list.move(step)

    def action_down(self) -> None:
        """Go to the next row, or line of the article."""
        self._step(1)

    def action_up(self) -> None:
        """Go to the previous row, or line of the article."""
        self._step(-1)

    def _page(self, pages: int) -> None:
        if self._panes.pane == "article":
            self._article.view.scroll_page(pages)
        else:
            self._list.move_page(pages)

    def action_page_down(self) -> None:
        """Go a screenful on."""
        self._page(1)

    def action_page_up(self) -> None:
        """Go a screenful back."""
        self._page(-1)

    def action_top(self) -> None:
        """Go to the first row, or the article's beginning."""
        if self._panes.pane == "article":
            self._article.view.scroll_to_top()
        else:
            self._list.move_to(0)

    def action_bottom(self) -> None:
        """Go to the last row, or the article's end."""
        if self._panes.pane == "article":
            self._article.view.scroll_to_bottom()
        else:
            self._list.move_to(len(self._list.rows) - 1)

    # --- into an article and back

    def choose_scope(self, scope: Scope) -> None:
        """List a scope that was chosen in the feeds, and give the list the keys."""
        self._scopes.show(scope)
        self._panes.go_to("headlines")

    def action_open(self) -> None:
        """Read the article under the cursor; in the feeds, list what is under the cursor there."""
        if self._panes.pane == "feeds":
            if row := self._feeds_pane.current:
                self.choose_scope(row.scope)
        elif (headline := self._article.ready()) is not None:
            self._marks.mark_opened(headline)
            self._panes.go_to("article")

    def action_back(self) -> None:
        """Go one step out: of a prompt, the article alone, a pane, a search; last, stop a refresh."""
        if (prompt := self._search.prompt) is not None:
            self._search.close_prompt()
            if prompt.purpose != "find":
                self._search.leave()
        elif self._panes.pane != "headlines":
            self._panes.go_to("headlines")
        elif self._listing.scope.kind == "search":
            self._search.leave()
        else:
            self._jobs.stop()

    # --- reading on

    def action_read_on(self) -> None:
        """Scroll the article, which marks it read, and at its end go to the next unread one.

        On a folder, collapse or expand it.
        """
        row = self._feeds_pane.current if self._panes.pane == "feeds" else None
        if row and row.scope.kind == "folder":
            self._counts.toggle_folder(str(row.scope.value))
            return
        headline = self._article.ready()
        if headline is None:
            return
        self._marks.mark_opened(headline)
        if self._article.view.at_end or not self._article.view.scroll_page():
            self.action_next_unread()

    def action_scroll_back(self) -> None:
        """Scroll the article a screenful back."""
        self._article.view.scroll_page(-1)

    def action_article_down(self) -> None:
        """Scroll the article on, from the list."""
        self._article.view.scroll_by(ARTICLE_STEP)

    def action_article_up(self) -> None:
        """Scroll the article back, from the list."""
        self._article.view.scroll_by(-ARTICLE_STEP)

    def action_next_unread(self) -> None:
        """Go to the next unread article."""
        self._go_to_unread(1)

    def action_previous_unread(self) -> None:
        """Go to the previous unread article."""
        self._go_to_unread(-1)

    def _go_to_unread(self, step: int) -> None:
        if (row := unread_row(self._listing, self._shell.headlines, step)) is None:
            self._shell.show_message(literal("Nothing else unread here"))
            return
        self._shell.headlines.move_to(row)
        self._article.preview()

    # --- help

    def action_help(self) -> None:
        """Show all keys."""
        self._shell.screen.app.push_screen(HelpDialog(self._shell.library.settings.keys))


def unread_row(listing: Listing, shown: HeadlineList, step: int) -> int | None:
    """Find the nearest unread article after (or before) the cursor, else from the other end.

    Returns its row; None where there is none. Where the list is in order of time the store's index
    is asked, else the rows are read one after the other.
    """
    searched = listing.scope.kind == "search" or listing.query.terms
    if listing.sort == "feed" or searched or not shown.rows:
        return _read_rows(shown, step)
    sort = listing.sort if step > 0 else REVERSED[listing.sort]
    here = (shown.rows.ids[shown.row], shown.rows.keys[shown.row])
    unread = _first_unread(listing, sort, here) or _first_unread(listing, sort, None)
    return None if unread is None or unread == here else shown.rows.find(unread[0])


def _first_unread(listing: Listing, sort: Sort, after: Pair | None) -> Pair | None:
    """Return the first unread article after that one which has a row: a duplicate may represent it."""
    query, limit = replace(listing.query, read=False), 1
    while unread := headlines.ids(listing.db, query, sort, limit=limit, after=after):
        if with_rows := listing.with_rows(query, unread):
            return with_rows[0]
        after, limit = unread[-1], min(2_000, 4 * limit)
    return None


def _read_rows(shown: HeadlineList, step: int) -> int | None:
    count = len(shown.rows)
    for away in range(1, count):
        row = (shown.row + step * away) % count
        headline = shown.headline(shown.rows.ids[row], row)
        if headline is not None and not headline.read:
            return row
    return None
