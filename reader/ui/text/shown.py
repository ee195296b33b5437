"""The one way from text to what a widget shows: no markup, and nothing that a terminal would obey."""

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.content import Content

from reader.document.sanitize import SafeText, sanitize


def content(text: SafeText, style: str = "") -> Content:
    """Return the text as widgets, titles and options take it; brackets in it are no markup."""
    return Content.styled(sanitize(text), style) if style else Content(sanitize(text))


def segment(text: SafeText, style: Style | None = None) -> Segment:
    """Return the text as a piece of a line that a widget draws."""
    return Segment(text, style)


def rich_text(text: SafeText, style: str | Style = "") -> Text:
    """Return the text for a table of Rich's, or for the terminal itself."""
    return Text(sanitize(text), style)
