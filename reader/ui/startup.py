"""What comes after the first paint: the feeds, the article, the footer, and all that goes on by itself."""

import asyncio
import gc
from importlib import import_module
from typing import TYPE_CHECKING

from reader.store import state
from reader.store.database.connection import data_version
from reader.ui.background import BackgroundReads
from reader.ui.controllers import MODULES
from reader.ui.controllers.article import Reading
from reader.ui.opening import Browser
from reader.ui.widgets.article_view import ArticleView
from reader.ui.widgets.feeds_pane import FeedsPane

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen

POLL_SECONDS = 0.5
"""How often it is asked whether another process changed the library."""

FIRST_REFRESH_SECONDS = 1.0
"""After the first paint."""


def furnish(screen: "MainScreen") -> None:
    """Gives the screen its other panes; keys work from here on."""
    settings = screen.session.settings
    screen.reads = BackgroundReads(screen.session.paths.library, collapse=settings.fold_duplicates)
    screen.browser = Browser(settings)
    screen.article = ArticleView(settings.measure, id="article")
    screen.feeds_pane = FeedsPane(id="feeds")
    screen.reading = Reading(screen, screen.article)
    screen.query_one("#article-slot").mount(screen.article)
    screen.query_one("#feeds-slot").mount(screen.feeds_pane)


async def set_going(screen: "MainScreen") -> None:
    """Fills the panes, and starts what goes on by itself, with room for keys in between."""
    with screen.telling():
        screen.version = data_version(screen.db)
        if kept := state.value(screen.db, "headlines_share"):
            screen.share = int(kept)
            screen.share_out()
        if folded := state.value(screen.db, "folded"):
            screen.collapsed = set(folded.split("\n"))
    screen.reading.preview()
    screen.recount()
    screen.fill()
    gc.freeze()  # what is there by now stays for good: no collection need look at it again, between two keys
    gc.enable()
    await asyncio.sleep(0)
    for module in MODULES:
        import_module(f"reader.ui.controllers.{module}")
        await asyncio.sleep(0)
    from textual.widgets import Footer

    await screen.mount(Footer(show_command_palette=False, compact=True))
    screen.status.remove_class("-alone")
    screen.refresh_bindings()
    screen.set_interval(POLL_SECONDS, screen.poll)
    if screen.session.settings.inbox and not screen.session.readonly:
        from reader.ui.controllers import inbox

        screen.set_interval(inbox.LOOK_SECONDS, lambda: inbox.look(screen))
    if screen.session.refreshes:
        from reader.ui.controllers.jobs import refresh

        screen.set_timer(FIRST_REFRESH_SECONDS, lambda: refresh(screen, quiet=True))
        screen.set_interval(screen.session.settings.refresh_minutes * 60, lambda: refresh(screen, quiet=True))
