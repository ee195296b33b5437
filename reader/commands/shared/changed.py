"""What the commands that change articles print."""

from collections.abc import Sequence

from reader.commands.context import put, put_json
from reader.document.sanitize import message_line
from reader.library.library import Library
from reader.library.output.json import headline_shape
from reader.store.lists.headlines import headlines
from reader.store.undo_log import last_action

PAGE = 500
"""Headlines that are read at once."""


def put_changed(library: Library, articles: Sequence[int], as_json: bool) -> None:
    """Print the articles' headlines as they are now, if JSON is wanted; people see that nothing failed."""
    for start in range(0, len(articles) if as_json else 0, PAGE):
        for headline in headlines(library.db, articles[start : start + PAGE]):
            put_json(headline_shape(headline))


def put_action(library: Library, changed: int, query: str | None, as_json: bool) -> None:
    """Print in words what was done to all that a query found, unless JSON is wanted."""
    if query is not None and not as_json:
        action = last_action(library.db) if changed else None
        put(message_line(action.label if action else "nothing to change: no such article is found"))
