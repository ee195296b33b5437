"""The main screen: it owns what is shown. Its first paint needs the headlines only; the rest comes later."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from reader.config import now
from reader.model import Feed, Headline, SavedSearch
from reader.store.database.connection import StoreError, data_version
from reader.ui.bindings import BINDINGS
from reader.ui.headlines.listing import Listing, Place
from reader.ui.headlines.rows import Rows
from reader.ui.headlines.scope import ALL, Scope
from reader.ui.layout import Pane, visible_panes
from reader.ui.session import Session
from reader.ui.widgets.headline_list import HeadlineList
from reader.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from reader.ui.background import BackgroundReads
    from reader.ui.controllers.article import Reading
    from reader.ui.opening import Browser
    from reader.ui.widgets.article_view import ArticleView
    from reader.ui.widgets.feeds_pane import FeedsPane
    from reader.ui.widgets.prompt import Prompt

PREVIEW_SECONDS = 0.06
"""How long the cursor rests before the article under it is shown."""

RECOUNT_SECONDS = 0.15

ALLOWED_WHILE_TYPING = ("back", "find", "keep_search", "next_pane", "previous_pane")
"""Actions that the line that is typed into leaves to the screen; other keys are letters."""

ERROR_SECONDS = 10.0


class MainScreen(Screen[None]):
    """Feeds, headlines and the article; one status line."""

    BINDINGS = BINDINGS
    AUTO_FOCUS = "#headlines"

    article: "ArticleView"
    feeds_pane: "FeedsPane"
    reading: "Reading"
    reads: "BackgroundReads"
    browser: "Browser"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.db = session.db
        self.listing = Listing(session.db, folding=session.settings.fold_duplicates)
        self.shown = HeadlineList(self.fetch, now, self.listing.open(ALL), id="headlines")
        self.status = StatusLine(classes="-alone")
        self.slots: dict[Pane, Widget] = {
            "feeds": Container(id="feeds-slot"),
            "headlines": self.shown,
            "article": Container(id="article-slot"),
        }
        """What is shown or hidden of each pane."""
        self.furnished = False
        self.pane: Pane = "headlines"
        """The pane that has the keys."""
        self.feeds: list[Feed] = []
        self.searches: list[SavedSearch] = []
        """What the reader keeps of searches, as last read."""
        self.collapsed: set[str] = set()
        """Folders whose feeds are hidden."""
        self.feeds_hidden = False
        self.zen = False
        self.share = 44
        """Percent of the width that the headlines get beside the article."""
        self.prompt: Prompt | None = None
        """The line that is typed into, while there is one."""
        self.before_search: tuple[Place, int] | None = None
        """Where `back` leads from a search: what was listed, and the cursor's row."""
        self.version = 0
        """The store's, when it was last looked at."""
        self.waiting: dict[str, Timer] = {}
        """What is to be done once it has not been asked for again for a while."""

    # --- the start

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield from self.slots.values()
        yield self.status

    def on_mount(self) -> None:
        self.status.scope = "All"
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.furnish()
        self._set_going()

    @work(group="begin", exit_on_error=False)
    async def _set_going(self) -> None:
        """Whoever quits meanwhile ends this too."""
        from reader.ui.startup import set_going

        await set_going(self)

    def furnish(self) -> None:
        """Sees to it that all panes are there: after the first paint, or with a key that comes before."""
        if not self.furnished:
            from reader.ui.startup import furnish

            self.furnished = True
            furnish(self)

    # --- what others ask of it

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tells the reader what the store cannot do, and goes on."""
        try:
            yield
        except StoreError as error:
            self.tell_error(str(error))

    def tell(self, text: str) -> None:
        """Says what was done, where the eye cannot see it."""
        self.status.tell(text)

    def tell_error(self, text: str) -> None:
        """Says what went wrong, for a while."""
        self.status.error = text
        self.later("error", ERROR_SECONDS, self._forget_error)

    def _forget_error(self) -> None:
        self.status.error = ""

    def later(self, name: str, seconds: float, callback: Callable[[], object]) -> None:
        """Does something once nothing of that name was asked for that long."""
        if (waiting := self.waiting.pop(name, None)) is not None:
            waiting.stop()

        def do() -> None:
            self.waiting.pop(name, None)
            callback()

        self.waiting[name] = self.set_timer(seconds, do)

    def fetch(self, identities: Sequence[int]) -> Sequence[Headline]:
        """A page of headlines."""
        with self.telling():
            found = self.listing.headlines(identities)
            if len(found) < len(identities):
                self.call_later(self._pass_on)
            return found
        return ()

    def _pass_on(self) -> None:
        """What is deleted here may be there from elsewhere."""
        with self.telling():
            if self.listing.pass_on():
                self.shown.forget()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The one place where what failed in the background is told."""
        error = event.worker.error
        if event.state is not WorkerState.ERROR or error is None:
            return
        from reader.library.log import told

        self.status.busy = ""
        self.tell_error(told(self.session.paths, error))

    # --- scopes and rows

    def show_scope(self, scope: Scope) -> None:
        """Shows another scope from its first headline."""
        with self.telling():
            if scope.kind == "kept":
                from reader.ui.controllers.search import show_kept

                show_kept(self, scope)
            else:
                self.show_rows(self.listing.open(scope))

    def show_rows(self, rows: Rows, row: int = 0) -> None:
        """Shows what the listing has turned to."""
        self.status.news = ""
        self.shown.set_reactive(HeadlineList.show_source, self.listing.scope.kind != "feed")
        self.shown.show(rows, row)
        if not self.listing.filled:
            self.fill()
        self.reading.preview()
        self.recount()

    @work(exclusive=True, group="fill", exit_on_error=False)
    async def fill(self) -> None:
        """Reads the rest of the rows, and lets keys through between the slices."""
        announced = len(self.listing.rows)
        async for count in self.listing.fill():
            if count > 2 * announced:
                announced = count
                self.shown.resize_rows()
        self.shown.resize_rows()

    @work(exclusive=True, group="fill", exit_on_error=False)
    async def restore(self) -> None:
        """Puts back the rows of articles that were brought back; nothing else moves."""
        if self.listing.query.terms:
            from reader.ui.controllers.search import found_again

            await found_again(self)
        async for pairs in self.listing.missing():
            self.shown.merge(pairs)
        self.shown.forget()
        self.recount()

    async def filled(self) -> None:
        """Waits until all rows are read."""
        if filling := [worker for worker in self.workers if worker.group == "fill"]:
            await self.workers.wait_for_complete(filling)

    @work(exclusive=True, group="count", exit_on_error=False)
    async def recount(self) -> None:
        """Counts what is unread, for the status line and the feeds."""
        from reader.ui.controllers.counts import recount

        await recount(self)

    def recount_soon(self) -> None:
        self.later("recount", RECOUNT_SECONDS, self.recount)

    def poll(self) -> None:
        """Looks whether another process changed the library."""
        with self.telling():
            version = data_version(self.db)
            if version != self.version:
                self.version = version
                self.take_news()

    def take_news(self) -> None:
        """Shows what another process changed; the cursor and what is in sight stay where they are."""
        with self.telling():
            if self.listing.query.terms:
                from reader.ui.controllers.search import found_since

                self.run_worker(found_since(self), group="news", exclusive=True, exit_on_error=False)
            self.take_in(self.listing.news())

    def take_in(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Puts articles that came where they belong in the list."""
        with self.telling():
            self.listing.came += self.shown.merge(pairs)
            self.shown.forget()
            self.recount_soon()
            if self.listing.came:
                self.status.tell_of(self.listing.came)
            if self.article.page.identity is None:
                self.reading.preview()

    # --- panes

    def on_resize(self, event: events.Resize) -> None:
        self.arrange_panes(event.size.width)

    def arrange_panes(self, width: int | None = None) -> None:
        """Shows the panes there is room for."""
        room = self.size.width if width is None else width
        visible = visible_panes(room, self.pane, feeds_hidden=self.feeds_hidden, zen=self.zen)
        for name, slot in self.slots.items():
            if slot.display != (name in visible):
                slot.display = name in visible
            slot.set_class(len(visible) == 1, "-only")

    def share_out(self) -> None:
        """Gives the headlines and the article their shares of the width."""
        self.shown.styles.width = f"{self.share}fr"
        self.slots["article"].styles.width = f"{100 - self.share}fr"

    def go_to(self, pane: Pane) -> None:
        """Gives a pane the keys, and shows it."""
        self.pane = pane
        if pane != "article":
            self.zen = False
        self.arrange_panes()
        panes: dict[Pane, Widget] = {
            "feeds": self.feeds_pane, "headlines": self.shown, "article": self.article,
        }  # fmt: skip
        panes[pane].focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        for name in self.slots:
            if event.widget.id == name and name != self.pane:
                self.pane = name
                self.arrange_panes()

    # --- messages of the panes

    def perform(self, name: str) -> None:
        """Does what the key of that action does."""
        from reader.ui.controllers import action_named

        self.furnish()
        if (action := action_named(name)) is not None:
            action(self)

    def on_headline_list_moved(self, event: HeadlineList.Moved) -> None:
        if self.listing.came and self.shown.row == 0:
            self.listing.came = 0
            self.status.seen()
        if self.furnished:
            self.later("preview", PREVIEW_SECONDS, self.reading.preview)

    def on_headline_list_opened(self, event: HeadlineList.Opened) -> None:
        self.perform("open")

    def on_feeds_pane_chosen(self, event: "FeedsPane.Chosen") -> None:
        self.show_scope(event.scope)
        self.go_to("headlines")

    def on_feeds_pane_folded(self, event: "FeedsPane.Folded") -> None:
        from reader.ui.controllers.panes import fold

        fold(self, event.folder)

    def on_feeds_pane_moved(self, event: "FeedsPane.Moved") -> None:
        if event.row.trouble:
            self.tell_error(f"{event.row.name}: {event.row.trouble}")

    def on_article_view_scrolled(self, event: "ArticleView.Scrolled") -> None:
        self.reading.scrolled(event.identity, event.block, event.character)

    def on_article_view_link_clicked(self, event: "ArticleView.LinkClicked") -> None:
        from reader.ui.controllers.links import open_link

        open_link(self, self.article.page.links[event.number - 1])

    def on_prompt_typed(self, event: "Prompt.Typed") -> None:
        from reader.ui.controllers.search import typed

        typed(self, event.purpose, event.text)

    def on_prompt_done(self, event: "Prompt.Done") -> None:
        from reader.ui.controllers.search import done

        done(self, event.purpose, event.text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The starter list is for a library without feeds; letters that are typed are no keys."""
        if self.prompt is not None and action not in ALLOWED_WHILE_TYPING:
            return False
        return not self.feeds if action == "starters" else True

    def action_quit(self) -> None:
        """Ends the program; all is on disk but the place in the article."""
        if self.furnished:
            self.reading.keep_place()
        self.app.exit()
