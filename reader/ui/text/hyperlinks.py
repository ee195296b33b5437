"""Links that the terminal itself can open (OSC 8): which terminals get them, and which addresses."""

import re
from collections.abc import Mapping

from reader.urls.safe import is_openable

LONGEST = 1_000
"""Characters; a longer address is sent with no line that shows it."""

_WITHOUT = re.compile(r"linux|dumb|vt\d|ansi|cons25|eterm|sun|cygwin|screen")
"""The beginnings of names of terminals that print such a sequence, or a part of it, as text."""


def are_understood(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal shows links or passes over them; tmux calls itself `screen` too."""
    name = environ.get("TERM", "")
    return bool(name) and ("TMUX" in environ or not _WITHOUT.match(name))


def opening(number: int, link: str) -> str:
    """Return what a terminal is sent in front of a link's text; nothing for what no browser may get.

    `number` tells the terminal which stretches of text are the same link.
    """
    return f"\x1b]8;id={number};{link}\x1b\\" if len(link) <= LONGEST and is_openable(link) else ""


def host_of(link: str) -> str:
    """Return where a link leads, for a line that has room for little: its host, or all that there is."""
    end = re.match(r"https?://([^/?#]+)", link, re.IGNORECASE)
    return end[1] if end else link
