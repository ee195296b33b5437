"""What an article is called where people read it. JSON has its title as it is."""

from reader.document.sanitize import SafeText, sanitize_line
from reader.document.titles import can_be_seen
from reader.model import Headline
from reader.urls.credentials import hide_secrets

NAMELESS = "(no title and no text)"
"""What stands for an article of which nothing can be said."""


def title_of(headline: Headline) -> SafeText:
    """Return an article's title on one line, else the first words of its text, else its address."""
    title = sanitize_line(headline.title)
    if can_be_seen(title):
        return title
    address = hide_secrets(headline.link or "").removeprefix("https://").removeprefix("http://")
    return sanitize_line(headline.opening or address or NAMELESS)


def is_titled(headline: Headline) -> bool:
    """Return whether anything of an article's own title can be seen."""
    return can_be_seen(sanitize_line(headline.title))
