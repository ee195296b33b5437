"""The main screen: its first paint needs the headlines only; the rest comes with the controllers."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from reader.document.sanitize import EMPTY, sanitize, sanitize_line
from reader.keys import bottom_keys, key_of
from reader.library.library import Library
from reader.model import Headline
from reader.store.database.connection import data_version
from reader.ui.answered import AnsweredOnce
from reader.ui.bindings import bindings
from reader.ui.headlines.listing import SORT_NAMES, Listing
from reader.ui.headlines.places import Places
from reader.ui.layout import Pane
from reader.ui.shell import Shell
from reader.ui.widgets.headline_list import HeadlineList
from reader.ui.widgets.pane_head import PaneHead
from reader.ui.widgets.splitter import Splitter
from reader.ui.widgets.status_line import StatusLine
from reader.ui.window import Window

if TYPE_CHECKING:  # these come after the first paint
    from reader.ui.article.pointed_links import PointedLinks
    from reader.ui.painting.row_overlay import AnyOverlay
    from reader.ui.palette import BulkAsked
    from reader.ui.startup import Controllers
    from reader.ui.widgets.article_view import ArticleView
    from reader.ui.widgets.feeds_pane import FeedsPane
    from reader.ui.widgets.prompt import Prompt, Purpose

LATE_ROOMS = ("widgets", "dialogs", "controllers")
"""What is imported after the first paint, module by module, with room for keys in between."""

WANTED_SOON = ("reader.store.changes.marks", "reader.ui.palette")
"""What the first change of a mark, and the palette, need not wait for."""


class MainScreen(Screen[None]):
    """Feeds, headlines and the article; one status line."""

    AUTO_FOCUS = "#headlines"

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._bindings.key_to_bindings.update(bindings(library.settings.keys).key_to_bindings)
        self.listing = Listing(library.db, collapse=library.collapse)
        self._places = Places(library)
        row = self._places.reopen(self.listing)
        self.headlines = HeadlineList(
            self.fetch,
            library.clock,
            self.listing.rows,
            row,
            lines=library.settings.rows,
            top_key=key_of("top", library.settings.keys),
            id="headlines",
        )
        self.headlines.set_reactive(HeadlineList.show_source, self.listing.sources)
        self.head = PaneHead(id="headlines-head")
        self.status = StatusLine()
        self.shell = Shell(self, library, self.headlines, self.head, self.status)
        self._splitter = Splitter()
        self._slots: dict[Pane, Widget] = {
            "feeds": Container(id="feeds-slot"),
            "headlines": Container(self.head, self.headlines, id="headlines-slot"),
            "article": Container(id="article-slot"),
        }
        """What is shown or hidden of each pane."""
        self.window = Window(library, self._slots, self._splitter)
        self._controllers: Controllers | None = None
        self._version: int | None = None
        """The library's version when it was last looked at."""

    # --- the start

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield self._slots["feeds"]
            with Container(id="reading"):
                yield self._slots["headlines"]
                yield self._splitter
                yield self._slots["article"]
        yield self.status

    def on_mount(self) -> None:
        self.head.title, self.head.detail, self.head.lit = (
            sanitize_line(self._places.name(self.listing.scope)),
            sanitize(SORT_NAMES[self.listing.sort]),
            True,
        )
        self.status.keys = bottom_keys("headlines", self.shell.library.settings.keys)
        self.window.arrange(self.app.size, "headlines")
        self.call_after_refresh(self._start)

    @work(group="begin", exit_on_error=False)
    async def _start(self) -> None:
        """Start what comes after the first paint; keys are answered meanwhile, and quitting ends it."""
        here = Path(__file__).parent
        for room in LATE_ROOMS:
            for file in (here / room).rglob("[a-z]*.py"):
                import_module(".".join((__package__, *file.relative_to(here).with_suffix("").parts)))
                await asyncio.sleep(0)
        for module in WANTED_SOON:
            import_module(module)
            await asyncio.sleep(0)
        await self.controllers.start_background_work(self.poll)

    @property
    def started(self) -> bool:
        """Whether the controllers exist."""
        return self._controllers is not None

    @property
    def controllers(self) -> "Controllers":
        """All controllers: made after the first paint, or with a key or a message that comes before."""
        if self._controllers is None:
            from reader.ui.startup import mount_panes  # nothing of it is needed for the first paint

            self._controllers = mount_panes(self.shell, self.listing, self._slots, self.window, self._places)
        return self._controllers

    def draw_pictures(self, overlay: "AnyOverlay | None") -> None:
        """Let the terminal draw the pictures of articles; None: it draws none."""
        view = self.controllers.article.view
        view.pictures.overlay = overlay
        view.show_again()

    # --- the rows

    def fetch(self, identities: Sequence[int]) -> Sequence[Headline]:
        """Read a page of headlines; an article that was deleted may give its row to a duplicate."""
        with self.shell.errors_shown():
            headlines = self.listing.headlines(identities)
            if len(headlines) < len(identities):
                self.call_later(self._replace_deleted)
            return headlines
        return ()

    def _replace_deleted(self) -> None:
        with self.shell.errors_shown():
            if self.listing.replace_deleted():
                self.headlines.invalidate()

    def poll(self) -> None:
        """Look whether another process changed the library, and show what it changed."""
        with self.shell.errors_shown():
            version, before = data_version(self.shell.library.db), self._version
            self._version = version
            if before not in (None, version):
                self.controllers.scopes.check_for_changes()

    # --- keys

    def perform(self, action: str) -> None:
        """Do what the key of an action does to what is lit; what another one has said goes."""
        self.status.clear_message()
        self.controllers.scopes.key_pressed()
        self.controllers.act(action)

    def has_priority(self, key: str) -> bool:
        """Tell whether a key acts before the widget that has the keys sees it."""
        return any(binding.priority for binding in self._bindings.key_to_bindings.get(key, ()))

    def may_move_on(self, focused: Widget, key: events.Key) -> bool:
        """Tell whether the keys behind this one may be for another widget: the prompt or a field is left."""
        if key.is_printable:
            return False
        is_prompt = self.started and focused is self.controllers.search.prompt
        return is_prompt or (focused.is_attached and isinstance(focused.screen, AnsweredOnce))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self._controllers is None or action == "leave_prompt":
            return True
        return self._controllers.allows(action)

    def action_quit(self) -> None:
        """Close what is open, the innermost first; where nothing is, end the program."""
        self.status.clear_message()
        if self._controllers is None or not self._controllers.navigation.close_innermost():
            self.action_quit_at_once()

    def action_quit_at_once(self) -> None:
        """End the program; everything is on disk but the reader's place."""
        self.keep_position()
        self.app.exit()

    def action_make_rule(self) -> None:
        """Ask for a rule that finds what is listed: the palette's command."""
        self.controllers.rules.make()

    def action_leave_prompt(self, purpose: "Purpose", text: str) -> None:
        """Go to what was typed for, before the next key is looked at."""
        self.controllers.search.entered(purpose, text)

    def keep_position(self) -> None:
        """Write the reading position and the reader's place to the store."""
        if self._controllers is not None:
            self._controllers.scopes.keep_place()
            self._controllers.article.keep_position()

    # --- messages

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep at the start the styles that the widgets were made with, a moment ago."""
        if not self.started:
            event.refresh_styles = False

    def on_resize(self, event: events.Resize) -> None:
        if self._controllers is None:
            self.window.arrange(event.size, "headlines")
        else:
            self._controllers.panes.arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if self._controllers is not None:
            self._controllers.panes.focused(event.widget.id)

    def on_headline_list_moved(self, event: HeadlineList.Moved) -> None:
        if self._controllers is not None:
            self._controllers.scopes.cursor_moved()

    def on_headline_list_came_above(self) -> None:
        self.head.offer = self.headlines.offer

    def on_pane_head_offer_taken(self) -> None:
        self.headlines.move_to(0)

    def on_headline_list_selected(self, event: HeadlineList.Selected) -> None:
        self.status.selected = event.count

    def on_bulk_asked(self, event: "BulkAsked") -> None:
        self.controllers.marks.by_query(event.command)

    def on_headline_list_opened(self, event: HeadlineList.Opened) -> None:
        self.perform("open")

    def on_splitter_dragged(self, event: Splitter.Dragged) -> None:
        self.controllers.panes.dragged(event.column, event.row)

    def on_feeds_pane_chosen(self, event: "FeedsPane.Chosen") -> None:
        self.controllers.navigation.choose_scope(event.scope)

    def on_feeds_pane_toggled(self, event: "FeedsPane.Toggled") -> None:
        self.controllers.counts.toggle_folder(event.folder)

    def on_feeds_pane_moved(self, event: "FeedsPane.Moved") -> None:
        self.controllers.feeds.show_trouble(event.row)

    def on_article_view_scrolled(self, event: "ArticleView.Scrolled") -> None:
        if event.by_reader:
            self.controllers.article.scrolled(event.identity, event.block, event.character)
        else:
            self.controllers.article.show_head()

    def on_article_view_wrapped(self) -> None:
        self.controllers.article.show_head()

    def on_pointed_links_changed(self, event: "PointedLinks.Changed") -> None:
        self.controllers.sharing.show_target(event.number)

    def on_article_view_find_ended(self) -> None:
        self.controllers.search.find_ended()

    def on_pointed_links_clicked(self, event: "PointedLinks.Clicked") -> None:
        self.controllers.sharing.open_link_number(event.number)

    def on_prompt_typed(self, event: "Prompt.Typed") -> None:
        self.controllers.search.typed(event.purpose, event.text)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show why a background job failed: this is the one place for all of them."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            self.status.busy = EMPTY
            self.shell.report(error)
