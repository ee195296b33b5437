"""The panes: which has the keys, which are seen, how wide they are."""

from typing import TYPE_CHECKING

from reader.store import state
from reader.ui.layout import NORMAL, WIDE, pane_after

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen

SHARE_STEP, SHARE_LEAST = 4, 22
"""Percent."""


def _go_beside(screen: "MainScreen", step: int) -> None:
    screen.go_to(pane_after(screen.pane, step, screen.size.width, feeds_hidden=screen.feeds_hidden))


def next_pane(screen: "MainScreen") -> None:
    _go_beside(screen, 1)


def previous_pane(screen: "MainScreen") -> None:
    _go_beside(screen, -1)


def feeds(screen: "MainScreen") -> None:
    """Shows the feeds, or hides them again; beside two other panes they do not take the keys."""
    if screen.size.width >= WIDE:
        screen.feeds_hidden = not (screen.feeds_hidden or screen.zen)
        screen.zen = False
        screen.go_to("headlines" if screen.pane == "feeds" else screen.pane)
    else:
        screen.feeds_hidden = False
        screen.go_to("headlines" if screen.pane == "feeds" else "feeds")


def _share(screen: "MainScreen", change: int) -> None:
    screen.share = max(SHARE_LEAST, min(100 - SHARE_LEAST, screen.share + change))
    screen.share_out()
    if not screen.session.readonly:
        state.keep(screen.db, "headlines_share", str(screen.share))


def fold(screen: "MainScreen", folder: str) -> None:
    """Hides the feeds of a folder, or shows them again; it stays so."""
    screen.collapsed ^= {folder}
    if not screen.session.readonly:
        state.keep(screen.db, "folded", "\n".join(sorted(screen.collapsed)))
    screen.recount()


def narrower(screen: "MainScreen") -> None:
    _share(screen, -SHARE_STEP)


def wider(screen: "MainScreen") -> None:
    _share(screen, SHARE_STEP)


def zen(screen: "MainScreen") -> None:
    """The article alone, and back."""
    screen.zen = not screen.zen
    if screen.zen:
        screen.reading.preview()
    screen.go_to("article" if screen.zen else "headlines" if screen.size.width >= NORMAL else "article")


def show_help(screen: "MainScreen") -> None:
    """Shows all keys."""
    from reader.ui.dialogs.help import HelpDialog

    screen.app.push_screen(HelpDialog(screen.session.settings.keys))
