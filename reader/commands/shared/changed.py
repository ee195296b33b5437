"""What the commands that change articles print."""

from collections.abc import Sequence

from reader.commands.context import put_json
from reader.library.library import Library
from reader.library.output.json import headline_shape
from reader.store.lists.headlines import headlines


def put_changed(library: Library, articles: Sequence[int], as_json: bool) -> None:
    """Print the articles' headlines as they are now, if JSON is wanted; people see that nothing failed."""
    if as_json:
        for headline in headlines(library.db, articles):
            put_json(headline_shape(headline))
