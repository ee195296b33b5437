"""What an article is called on the screen. Pure."""

from unicodedata import category

from reader.document.sanitize import sanitize_line

UNTITLED = "Untitled"
"""What is shown in place of a title that cannot be seen."""

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that draw nothing."""


def title_of(title: str) -> str:
    """Return a title for one line; `Untitled` where nothing of it can be seen."""
    title = sanitize_line(title)
    if title.isascii():
        return title or UNTITLED
    return title if any(_visible(character) for character in title) else UNTITLED


def _visible(character: str) -> bool:
    return category(character)[0] not in "ZCM" and character not in _BLANK
