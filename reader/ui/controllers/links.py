"""The article's own page, its address, and what it was made from."""

from typing import TYPE_CHECKING

from reader.document.sanitize import clean_line
from reader.ui.controllers.marks import mark_opened
from reader.ui.opening import refusal

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen


def open_link(screen: "MainScreen", link: str | None) -> None:
    """Opens a link in the browser; where there is none, copies it."""
    if reason := refusal(link):
        screen.tell_error(reason)
    elif link and screen.browser.open(link):
        screen.tell(f"Opened {link}")
    elif link:
        screen.app.copy_to_clipboard(link)
        screen.app.notify(clean_line(link), title="No browser; address copied", timeout=15, markup=False)


def browser(screen: "MainScreen") -> None:
    """Opens the article's page, which is reading it."""
    if (headline := screen.shown.current) is not None:
        open_link(screen, headline.link)
        if not refusal(headline.link):
            mark_opened(screen, headline)


def copy_link(screen: "MainScreen") -> None:
    if (headline := screen.shown.current) is None:
        return
    if headline.link is None:
        screen.tell_error(refusal(None) or "")
    else:
        screen.app.copy_to_clipboard(clean_line(headline.link))
        screen.tell(f"Copied {headline.link}")


def original(screen: "MainScreen") -> None:
    """A saved article's original text, and back."""
    if reason := screen.reading.turn_original():
        screen.tell(reason)


def former(screen: "MainScreen") -> None:
    """What an edited article said before, and back."""
    if reason := screen.reading.turn_former():
        screen.tell(reason)
