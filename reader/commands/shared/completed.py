"""How the commands that complete articles print what came of each."""

from reader.document.sanitize import SafeText, sanitize
from reader.library.articles.fulltext import Completed
from reader.library.output.text import headline_line, row


def completed_line(completed: Completed) -> SafeText:
    """Return the headline, and below it why its page may not be the whole article."""
    line = headline_line(completed.headline)
    return sanitize(f"{line}\n        {row(completed.doubt)}") if completed.doubt else line
