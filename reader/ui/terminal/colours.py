"""How many colours the terminal has, and what becomes of our grounds where these are few."""

from collections.abc import Mapping
from typing import Literal

Colours = Literal["many", "256", "few"]
"""All of them, xterm's table of 256, or at most the 16 of the terminal's own palette."""

_GREY_FIRST, _GREY_STEP, _GREYS = 8, 10, 24
"""The first grey of xterm's table, the distance of its greys, and their number."""

_GREYISH = 30
"""How far apart red, green and blue may be in a ground that is shown as grey."""


def colours_of(environ: Mapping[str, str]) -> Colours:
    """Return how many colours the terminal has, by what the environment says; `NO_COLOR` means few."""
    if "NO_COLOR" in environ:
        return "few"
    chosen = environ.get("TEXTUAL_COLOR_SYSTEM", "auto")
    if chosen != "auto":
        return "many" if chosen == "truecolor" else "256" if chosen == "256" else "few"
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "many"
    kind = environ.get("TERM", "").strip().lower().rpartition("-")[2]
    return "256" if kind in ("256color", "kitty") else "few"


def in_256_colours(roles: Mapping[str, str], grounds: tuple[str, ...]) -> dict[str, str]:
    """Return the roles with dark grounds that are nearly grey as one of xterm's greys.

    The nearest colour of its cube would be blue or black, which neither looks like them nor tells them apart.
    """
    return {name: _grey(colour) if name in grounds else colour for name, colour in roles.items()}


def _grey(colour: str) -> str:
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    mean = sum(channels) / 3
    if max(channels) - min(channels) > _GREYISH or mean > _GREY_FIRST + _GREY_STEP * (_GREYS - 1):
        return colour
    level = min(_GREYS - 1, max(0, round((mean - _GREY_FIRST) / _GREY_STEP + 0.2)))
    return "#{0:02x}{0:02x}{0:02x}".format(_GREY_FIRST + _GREY_STEP * level)
