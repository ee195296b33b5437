"""How the commands that complete articles print what came of each."""

from reader.library.articles.fulltext import Completed
from reader.library.output.text import headline_line


def completed_line(completed: Completed) -> str:
    """Return the headline, and below it why its page may not be the whole article."""
    line = headline_line(completed.headline)
    return f"{line}\n        {completed.doubt}" if completed.doubt else line
