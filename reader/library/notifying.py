"""Telling the reader of new articles outside the screen: once a refresh, through the desktop or the terminal.

What is said holds a title from outside: it passes the filter of everything that is shown, so that no terminal
finds a code of its own in it, and it is an argument of its own of the desktop's program.
"""

import os
import subprocess
from collections.abc import Mapping

from reader.document.sanitize import SafeText, message_line
from reader.library.library import Library
from reader.library.output.titles import title_of
from reader.queries import parse_query
from reader.store.changes import rule_work
from reader.store.lists import headlines

TITLE = "newsreader"
"""The title of what is told."""

LONGEST = 120
"""The characters of an article's title that are told."""

SECONDS = 5
"""Seconds after which the desktop's program is waited for no longer."""

OF_ITERM = ("iTerm.app", "mintty", "WarpTerminal")
"""The terminals that know OSC 9 and not OSC 777, by `$TERM_PROGRAM`."""

_NO_MARKUP = {ord("<"): "‹", ord(">"): "›"}

SILENT = ("dumb", "linux", "")
"""The terminals, by `$TERM`, that would show the code itself."""


def news_in_words(library: Library, before: int) -> SafeText | None:
    """Return in words what came since the article with that id and is to be told; None for nothing."""
    queries = library.settings.notify
    if not queries or headlines.last_id(library.db) <= before:
        return None
    feeds, now = rule_work.named_feeds(library.db), library.clock()
    found = {
        pair
        for query in queries
        for pair in headlines.newer_than(library.db, parse_query(query, feeds=feeds, now=now), before)
    }
    if not found:
        return None
    newest = max(found, key=lambda pair: (pair[1], pair[0]))[0]
    titles = [title_of(headline)[:LONGEST] for headline in headlines.headlines(library.db, [newest])]
    count = "1 new article" if len(found) == 1 else f"{len(found):,} new articles"
    return message_line(": ".join([count, *titles]))


def tell_desktop(words: SafeText, environ: Mapping[str, str] = os.environ) -> bool:
    """Tell the reader through the desktop's `notify-send`. Returns whether that could be done."""
    body = words.translate({ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"})  # it is markup there
    argv = ["notify-send", f"--app-name={TITLE}", "--", TITLE, body]
    null = subprocess.DEVNULL
    try:
        ended = subprocess.run(
            argv, stdin=null, stdout=null, stderr=null, env=environ, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def terminal_code(words: SafeText, environ: Mapping[str, str] = os.environ) -> str:
    """Return what has a terminal tell the reader: OSC 777, or OSC 9; "" for one that would show the code.

    Some terminals, as kitty, hand the words on to the desktop, which reads them as markup; others show them
    as they are. So `<` is told as a sign that looks like it: there it would begin markup, and `&lt;` would be
    read as it stands here.
    """
    if environ.get("TERM", "") in SILENT:
        return ""
    text = " ".join(words.translate(_NO_MARKUP).split())
    if environ.get("TERM_PROGRAM", "") in OF_ITERM:
        return f"\x1b]9;{TITLE}: {text}\x07"
    return f"\x1b]777;notify;{TITLE};{text}\x07"
