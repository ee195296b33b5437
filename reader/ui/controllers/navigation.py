"""Moving: the cursor, by page, into an article and back; closing what is open."""

from reader.ui.controllers.article import Article
from reader.ui.controllers.changes.marks import Marks
from reader.ui.controllers.changes.selecting import Selecting
from reader.ui.controllers.jobs import Jobs
from reader.ui.controllers.panes import Panes
from reader.ui.controllers.scopes import Scopes
from reader.ui.controllers.search import Search
from reader.ui.controllers.sharing import Sharing
from reader.ui.dialogs.help import HelpDialog
from reader.ui.headlines.listing import Listing
from reader.ui.headlines.scope import Scope
from reader.ui.shell import Shell
from reader.ui.widgets.feeds_pane import FeedsPane
from reader.ui.widgets.headline_list import HeadlineList


class Navigation:
    """Moves what has the keys: the cursor of a list, or the text of the article."""

    def __init__(
        self,
        shell: Shell,
        listing: Listing,
        feeds_pane: FeedsPane,
        *,
        panes: Panes,
        article: Article,
        scopes: Scopes,
        marks: Marks,
        search: Search,
        jobs: Jobs,
        selecting: Selecting,
        sharing: Sharing,
    ) -> None:
        self._sharing = sharing
        self._selecting = selecting
        self._shell, self._listing, self._feeds_pane = shell, listing, feeds_pane
        self._panes, self._article, self._scopes = panes, article, scopes
        self._marks, self._search, self._jobs = marks, search, jobs

    # --- the cursor

    @property
    def _list(self) -> HeadlineList | FeedsPane:
        """The list that has the keys, if the article has not."""
        return self._feeds_pane if self._panes.pane == "feeds" else self._shell.headlines

    def _step(self, step: int) -> None:
        if self._panes.pane == "article":
            self._article.view.step(step)
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
        """Read the article under the cursor; in the feeds, list what is under the cursor there.

        Of a feed whose way that is, the article's page is opened in the browser.
        """
        if self._panes.pane == "feeds":
            if row := self._feeds_pane.current:
                self.choose_scope(row.scope)
        elif (headline := self._article.ready()) is not None:
            if self._panes.pane == "headlines" and self._article.ways(headline.id).browser and headline.link:
                self._sharing.open_page(headline)
                return
            self._marks.mark_opened(headline)
            self._panes.go_to("article")
            if self._article.view.at_end:
                self._marks.mark_ended(headline)

    def action_back(self) -> None:
        """Go one step out: of a prompt, the article alone, a pane, a search; last, stop a refresh."""
        if (prompt := self._search.prompt) is not None:
            self._search.close_prompt()
            if prompt.purpose != "find":
                self._search.leave()
            else:
                self._search.end_find()
        elif self._search.end_find():
            pass
        elif self._panes.pane != "headlines":
            self._panes.go_to("headlines")
        elif self._selecting.clear():
            pass
        elif self._listing.scope.kind == "search":
            self._search.leave()
        else:
            self._jobs.stop()

    def close_innermost(self) -> bool:
        """Close what is open and nearest: a prompt, another text, the article, a search, the feeds.

        Returns whether there was anything to close. Feeds that have a place beside the lists are not open.
        """
        if self._search.prompt is not None:
            self.action_back()
        elif self._article.close_other_text():
            pass
        elif self._panes.pane == "article":
            self._panes.go_to("headlines")
        elif self._selecting.clear():
            pass
        elif self._listing.scope.kind == "search":
            self._search.leave()
        elif self._panes.pane == "feeds" and not self._panes.feeds_are_beside:
            self._panes.go_to("headlines")
        else:
            return False
        return True

    # --- help

    def action_help(self) -> None:
        """Show all keys."""
        self._shell.screen.app.push_screen(HelpDialog(self._shell.library.settings.keys))
