"""Moving the cursor, and reading on."""

from typing import TYPE_CHECKING

from reader.ui.controllers.jobs import stop
from reader.ui.controllers.marks import mark_opened
from reader.ui.controllers.panes import fold
from reader.ui.controllers.search import close_prompt, leave_search
from reader.ui.flow import unread_row

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen

ARTICLE_STEP = 3
"""Lines that the article scrolls from the list."""


def _step(screen: "MainScreen", step: int) -> None:
    if screen.pane == "article":
        screen.article.scroll_by(step)
    elif screen.pane == "feeds":
        screen.feeds_pane.move(step)
    else:
        screen.shown.move(step)


def down(screen: "MainScreen") -> None:
    _step(screen, 1)


def up(screen: "MainScreen") -> None:
    _step(screen, -1)


def _page(screen: "MainScreen", pages: int) -> None:
    if screen.pane == "article":
        screen.article.scroll_page(pages)
    elif screen.pane == "feeds":
        screen.feeds_pane.move_page(pages)
    else:
        screen.shown.move_page(pages)


def page_down(screen: "MainScreen") -> None:
    _page(screen, 1)


def page_up(screen: "MainScreen") -> None:
    _page(screen, -1)


def top(screen: "MainScreen") -> None:
    if screen.pane == "article":
        screen.article.scroll_to_top()
    elif screen.pane == "feeds":
        screen.feeds_pane.move_to(0)
    else:
        screen.shown.move_to(0)


def bottom(screen: "MainScreen") -> None:
    if screen.pane == "article":
        screen.article.scroll_to_bottom()
    elif screen.pane == "feeds":
        screen.feeds_pane.move_to(len(screen.feeds_pane.rows) - 1)
    else:
        screen.shown.move_to(len(screen.shown.rows) - 1)


def open_current(screen: "MainScreen") -> None:
    """Reads the article under the cursor; in the feeds, shows what is under the cursor there."""
    if screen.pane == "feeds":
        if row := screen.feeds_pane.current:
            screen.show_scope(row.scope)
            screen.go_to("headlines")
    elif (headline := screen.reading.ready()) is not None:
        mark_opened(screen, headline)
        screen.go_to("article")


def back(screen: "MainScreen") -> None:
    """One step out: of a prompt, of the article alone, of a pane, of a search; last it stops a refresh."""
    prompt = screen.prompt
    if prompt is not None:
        close_prompt(screen)
        if prompt.purpose != "find":
            leave_search(screen)
    elif screen.pane != "headlines":
        screen.go_to("headlines")
    elif screen.listing.scope.kind == "search":
        leave_search(screen)
    else:
        stop(screen)


def read_on(screen: "MainScreen") -> None:
    """Scrolls the article, which marks it read; at its end goes to the next unread one. Folds a folder."""
    if screen.pane == "feeds" and (row := screen.feeds_pane.current) and row.scope.kind == "folder":
        fold(screen, str(row.scope.value))
        return
    headline = screen.reading.ready()
    if headline is None:
        return
    mark_opened(screen, headline)
    if screen.article.at_end or not screen.article.scroll_page():
        next_unread(screen)


def scroll_back(screen: "MainScreen") -> None:
    screen.article.scroll_page(-1)


def article_down(screen: "MainScreen") -> None:
    screen.article.scroll_by(ARTICLE_STEP)


def article_up(screen: "MainScreen") -> None:
    screen.article.scroll_by(-ARTICLE_STEP)


def _go_to_unread(screen: "MainScreen", step: int) -> None:
    if (row := unread_row(screen.listing, screen.shown, step)) is None:
        screen.tell("Nothing else unread here")
        return
    screen.shown.move_to(row)
    screen.reading.preview()


def next_unread(screen: "MainScreen") -> None:
    _go_to_unread(screen, 1)


def previous_unread(screen: "MainScreen") -> None:
    _go_to_unread(screen, -1)
