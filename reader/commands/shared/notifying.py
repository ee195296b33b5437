"""Telling of new articles at the end of a refresh."""

import os
import sys
from typing import Any

from reader.config import WORKER
from reader.library.library import Library


def notify(library: Library, before: int) -> dict[str, Any]:
    """Tell the reader of what came since the article with that id, if the settings want it, once.

    Returns what the last line says of it: a screen's worker that reaches no desktop leaves it to the screen's
    terminal.
    """
    if not library.settings.notify:
        return {}
    from reader.library.notifying import news_in_words, tell_desktop, terminal_code  # few want it

    words = news_in_words(library, before)
    if words is None or tell_desktop(words):
        return {}
    if WORKER in os.environ:
        return {"notify": words}
    if sys.stderr.isatty():
        sys.stderr.write(terminal_code(words))
        sys.stderr.flush()
    return {}
