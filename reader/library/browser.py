"""Choosing the program that opens a link."""

import shlex
import shutil
import sys
from collections.abc import Mapping

from reader.config import Settings


def browser_command(link: str, settings: Settings, environ: Mapping[str, str]) -> list[str] | None:
    """Return the arguments of the command that opens a link, for no shell; None where there is no browser.

    The setting wins, then `$BROWSER` (alternatives are separated by colons; the first that exists is
    taken), then the desktop's own opener where there is a desktop. `%u` or `%s` stands for the link.
    """
    if settings.browser:
        return with_link(settings.browser, link)
    for choice in environ.get("BROWSER", "").split(":"):
        if choice.strip() and shutil.which(shlex.split(choice)[0]):
            return with_link(choice, link)
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return None
    if sys.platform == "darwin":
        return ["open", link]
    desktop = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return ["xdg-open", link] if desktop and shutil.which("xdg-open") else None


def with_link(template: str, link: str) -> list[str]:
    """Split a template into words. Returns them with the link for `%u` or `%s`, else behind the last word."""
    words = shlex.split(template)
    if not any(mark in word for word in words for mark in ("%u", "%s")):
        return [*words, link]
    return [word.replace("%u", link).replace("%s", link) for word in words]
