"""What tmux says of the terminals that show it: asked of itself, so that no answer reaches another pane."""

import asyncio
import re

PATIENCE = 3.0
"""Seconds after which a tmux that says nothing is not waited on."""

_SHOWING = re.compile(r"kitty\((?P<major>\d{1,4})\.(?P<minor>\d{1,4})\b.*|ghostty\b.*", re.IGNORECASE)
"""The terminals that may show placeholders, as they name themselves to tmux."""

LEAST_KITTY = (0, 28)
"""The version from which kitty shows them."""


def said_yes(answer: str) -> bool:
    """Return whether tmux passes pictures on, and each terminal that shows it draws them by placeholders.

    `answer` is the option `allow-passthrough`, and on the lines behind it each terminal's name for itself.
    """
    passes, *terminals = answer.splitlines() or [""]
    return passes in ("1", "on", "all") and bool(terminals) and all(map(_shows, terminals))


def _shows(terminal: str) -> bool:
    if (found := _SHOWING.fullmatch(terminal)) is None:
        return False
    return found["major"] is None or (int(found["major"]), int(found["minor"])) >= LEAST_KITTY


async def shows_placeholders(pane: str) -> bool:
    """Ask tmux whether pictures that are sent to a pane are shown by kitty's placeholders."""
    words = ("display-message", "-p", "-t", pane, "#{allow-passthrough}", ";")
    clients = ("list-clients", "-t", pane, "-F", "#{client_termtype}")
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            "tmux", *words, *clients, stdin=quiet, stdout=asyncio.subprocess.PIPE, stderr=quiet
        )
    except (OSError, ValueError):
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            answer, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return False
    return said_yes(answer.decode("utf-8", "replace"))
