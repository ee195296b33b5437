"""Choosing the program that opens a link or plays a file."""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from reader.command_template import BadTemplate, fill_template
from reader.config import Settings

IN_TERMINAL = frozenset(
    ("w3m", "lynx", "links", "links2", "elinks", "browsh", "carbonyl", "cha", "offpunk", "netrik")
)
"""The browsers that are used in the terminal, by the names of their programs."""


class BrowserCommand(NamedTuple):
    """The command that opens a link."""

    arguments: list[str] | None
    """Its words, for no shell; None where there is no browser."""
    complaint: str = ""
    """What in the setting or in `$BROWSER` could not be used, in one sentence; empty: nothing."""

    @property
    def in_terminal(self) -> bool:
        """Whether the browser needs the terminal as long as it runs."""
        return self.arguments is not None and Path(self.arguments[0]).name in IN_TERMINAL


def browser_command(link: str, settings: Settings, environ: Mapping[str, str]) -> BrowserCommand:
    """Return the command that opens a link.

    The setting wins, then `$BROWSER` (alternatives are separated by colons; the first that exists and can be
    used is taken), then the desktop's own opener where there is a desktop. `{url}`, `%u` or `%s` stands for
    the link, else it goes behind the last word.
    """
    if settings.browser:
        try:
            return BrowserCommand(fill_template(settings.browser, {"url": link}, append="url"))
        except BadTemplate as error:
            return BrowserCommand(None, f'the setting "browser" cannot be used: {error}')
    complaint = ""
    for choice in filter(str.strip, environ.get("BROWSER", "").split(":")):
        try:
            words = fill_template(choice, {"url": link}, append="url")
        except BadTemplate as error:
            complaint = complaint or f"$BROWSER has a command that cannot be used: {error}"
            continue
        if shutil.which(words[0]):
            return BrowserCommand(words, complaint)
    return BrowserCommand(_desktop_opener(link, environ), complaint)


PLAYERS = ("mpv", "vlc")
"""The players that are looked for where the settings name none."""


def player_command(address: str, settings: Settings) -> list[str] | None:
    """Return the words of the command that plays a file at an address; None where there is no player.

    Raises `BadTemplate`.
    """
    if settings.player:
        return fill_template(settings.player, {"url": address}, append="url")
    player = next(filter(shutil.which, PLAYERS), None)
    return None if player is None else [player, "--", address]


def _desktop_opener(link: str, environ: Mapping[str, str]) -> list[str] | None:
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return None
    if sys.platform == "darwin":
        return ["open", link]
    desktop = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return ["xdg-open", link] if desktop and shutil.which("xdg-open") else None
