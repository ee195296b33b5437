"""The colours of the screen: the themes `ink` and `paper`, and the roles that every theme's colours play.

The stylesheets name roles only, as `$reader-muted`. A role's colour is the theme's own where letters in it
can be read on every ground they stand on; else it is mixed with white or black until they can.
"""

from collections.abc import Mapping
from functools import lru_cache

from textual.color import Color
from textual.theme import Theme

Rgb = tuple[int, int, int]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)

TEXT_CONTRAST = 4.5
"""The least contrast of letters and digits with their ground (WCAG 2.2, 1.4.3)."""

BRIGHT_CONTRAST = 7.0
"""The least contrast of titles and headings (WCAG 2.2, 1.4.6)."""

GROUNDS = ("ground", "side", "code", "cursor", "cursor-dim")
"""The grounds on which every role of `TEXTS` may stand."""

TEXTS = ("bright", "heading", "text", "muted", "faint", "accent", "link", "error", "warning", "good")
"""The roles of letters, digits and marks."""

OWN_GROUNDS = {"found-text": "found", "highlight-text": "highlight", "selection-text": "selection"}
"""The roles of text that stands on one ground only, which has no other text."""

INK = Theme(
    name="ink",
    dark=True,
    background="#15171c",
    surface="#111317",
    panel="#1d2027",
    foreground="#d9dce3",
    primary="#8ab4f8",
    secondary="#a0a7b4",
    accent="#e5b567",
    warning="#f0a06a",
    error="#f28b82",
    success="#9dc98a",
    variables={
        "reader-cursor": "#262c38",
        "reader-cursor-dim": "#1e222b",
        "reader-line": "#2a2e37",
        "reader-code": "#1d2027",
        "reader-bright": "#f2f4f8",
        "reader-muted": "#a0a7b4",
        "reader-faint": "#8f96a3",
        "reader-found": "#e5b567",
        "reader-selection": "#34507c",
    },
)
"""The dark theme: a ground like ink, warm marks."""

PAPER = Theme(
    name="paper",
    dark=False,
    background="#fbf8f1",
    surface="#f3eee3",
    panel="#f1ebde",
    foreground="#3a3631",
    primary="#1f57b0",
    secondary="#615a50",
    accent="#8a5000",
    warning="#9c4200",
    error="#b3261e",
    success="#3a6a1e",
    variables={
        "reader-cursor": "#efe6d2",
        "reader-cursor-dim": "#f0e9da",
        "reader-line": "#ddd5c5",
        "reader-code": "#f1ebde",
        "reader-bright": "#1d1a16",
        "reader-muted": "#5b544a",
        "reader-faint": "#696156",
        "reader-found": "#f0c674",
        "reader-selection": "#bcd2f2",
    },
)
"""The light theme: a ground like paper, the same marks in darker colours."""

OWN_THEMES = (INK, PAPER)
"""The program's own themes."""

_ANSI = {
    "ground": "ansi_default",
    "side": "ansi_default",
    "code": "ansi_default",
    "cursor": "ansi_default",
    "cursor-dim": "ansi_default",
    "line": "ansi_bright_black",
    "text": "ansi_default",
    "bright": "ansi_default",  # bold bright white is nothing on white, and bold black grey in many terminals
    "link": "ansi_bright_blue",
    "error": "ansi_red",
    "good": "ansi_green",
    "found": "ansi_yellow",
    "found-text": "ansi_black",
    "highlight": "ansi_green",
    "highlight-text": "ansi_black",
    "selection": "ansi_cyan",
    "selection-text": "ansi_black",
}
_ANSI_DARK = _ANSI | {
    "heading": "ansi_bright_cyan",
    "muted": "ansi_white",
    "faint": "ansi_white",
    "accent": "ansi_yellow",
    "warning": "ansi_yellow",
}
_ANSI_LIGHT = _ANSI | {
    "heading": "ansi_magenta",
    "good": "ansi_magenta",
    "muted": "ansi_bright_black",
    "faint": "ansi_bright_black",
    "accent": "ansi_magenta",
    "warning": "ansi_red",
}
"""Colours that can be read on white, and on black too: nobody knows which ground the palette has."""


def luminance(colour: Rgb) -> float:
    """Return the relative luminance of a colour, from 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=256)
def _linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(colour: Rgb, other: Rgb, share: float) -> Rgb:
    """Return the colour with a share of another in it, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def readable(colour: Rgb, ground: Rgb, least: float, *, dark: bool) -> Rgb:
    """Return the colour with as little white in it as it takes to be read on a dark ground.

    On a light ground it is black. Returns white or black itself where not even that can be read.
    """
    end, low, high = (WHITE if dark else BLACK), 0, 64

    def holds(step: int) -> bool:
        mixed = mix(colour, end, step / 64)
        return (luminance(mixed) > luminance(ground)) is dark and contrast(mixed, ground) >= least

    if holds(0):
        return colour
    while low + 1 < high:  # `low` does not hold; `high` does, or nothing would
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return mix(colour, end, high / 64)


def role_colours(variables: Mapping[str, str], *, dark: bool, ansi: bool = False) -> dict[str, str]:
    """Return the colour of each role, by its name in stylesheets without the dollar sign.

    `variables` are all that Textual makes of a theme. A role that is among them already is taken from there,
    and like all others mixed where it cannot be read. Of a theme that is `ansi`, which follows the terminal's
    palette, the roles are the terminal's own colours, whatever these are.
    """
    if ansi:
        return {f"reader-{name}": colour for name, colour in (_ANSI_DARK if dark else _ANSI_LIGHT).items()}
    given = {name: Color.parse(variables[name]).rgb for name in _THEME_COLOURS}
    own = {
        name: Color.parse(colour).rgb
        for variable, colour in variables.items()
        if (name := variable.removeprefix("reader-")) != variable
    }
    grounds = _grounds(given) | {name: colour for name, colour in own.items() if name in GROUNDS}
    letters = _letters(given) | own
    # Where the ground that is nearest to the letters leaves them readable, each other one does.
    nearest = (max if dark else min)((grounds[name] for name in GROUNDS), key=luminance)
    roles = letters | grounds
    for name in TEXTS:
        least = BRIGHT_CONTRAST if name == "bright" else TEXT_CONTRAST
        roles[name] = readable(letters[name], nearest, least, dark=dark)
    for name, ground in OWN_GROUNDS.items():
        roles[name] = WHITE if contrast(WHITE, roles[ground]) > contrast(BLACK, roles[ground]) else BLACK
    return {f"reader-{name}": "#{:02x}{:02x}{:02x}".format(*colour) for name, colour in roles.items()}


_THEME_COLOURS = (
    "background", "surface", "foreground", "primary", "accent", "warning", "error", "success"
)  # fmt: skip
"""What roles are made of."""


def _grounds(given: Mapping[str, Rgb]) -> dict[str, Rgb]:
    """Make the grounds of a theme: bands are a little nearer to the letters than what is around them."""
    ground, side, letters = given["background"], given["surface"], given["foreground"]
    nearer = min(ground, side, key=lambda colour: contrast(colour, letters))
    return {
        "ground": ground,
        "side": side,
        "code": mix(ground, letters, 0.06),
        "cursor": mix(mix(nearer, letters, 0.08), given["primary"], 0.06),
        "cursor-dim": mix(nearer, letters, 0.06),
    }


def _letters(given: Mapping[str, Rgb]) -> dict[str, Rgb]:
    """Make the colours of what stands on the grounds."""
    ground, text = given["background"], given["foreground"]
    return {
        "bright": text,
        "heading": mix(text, given["primary"], 0.45),
        "text": text,
        "muted": mix(text, ground, 0.3),
        "faint": mix(text, ground, 0.4),
        "line": mix(ground, text, 0.14),
        "accent": given["accent"],
        "link": given["primary"],
        "error": given["error"],
        "warning": given["warning"],
        "good": given["success"],
        "found": given["warning"],
        "highlight": mix(ground, given["success"], 0.3),
        "selection": mix(ground, given["primary"], 0.4),
    }


def letter_styles(*, ansi: bool) -> dict[str, str]:
    """Return how what is lit stands out by its letters: a theme that is `ansi` has no ground that does.

    A terminal turns its two colours around whatever they are, and has them without colour too.
    """
    lit = "reverse" if ansi else "none"
    return {
        "reader-cursor-style": lit,
        "reader-head-style": "bold reverse" if ansi else "bold",
        "block-cursor-text-style": lit,
        "block-cursor-blurred-text-style": "none",
    }


def textual_colours(role: Mapping[str, str]) -> dict[str, str]:
    """Return Textual's own variables in our roles, so that its palette, inputs and notices look as calm.

    `role` is what `role_colours` returned.
    """
    return {
        variable: role[f"reader-{name}"]
        for name, variables in _TEXTUAL.items()
        for variable in variables.split()
    }


_TEXTUAL = {
    "ground": "background input-cursor-foreground scrollbar-background scrollbar-background-hover"
    " scrollbar-background-active scrollbar-corner-color footer-background footer-item-background"
    " footer-description-background footer-key-background",
    "side": "surface surface-active panel panel-lighten-1 panel-darken-1",
    "cursor": "block-cursor-background block-hover-background",
    "cursor-dim": "block-cursor-blurred-background",
    "line": "scrollbar scrollbar-hover border-blurred",
    "bright": "block-cursor-foreground block-cursor-blurred-foreground text-primary",
    "text": "foreground text button-foreground button-color-foreground input-cursor-background"
    " link-color link-color-hover",
    "muted": "text-muted foreground-muted text-secondary footer-foreground footer-description-foreground"
    " scrollbar-active",
    "faint": "text-disabled foreground-disabled",
    "accent": "accent text-accent footer-key-foreground border",
    "link": "primary",
    "error": "error text-error",
    "warning": "warning text-warning",
    "good": "success text-success",
    "selection": "input-selection-background screen-selection-background",
    "selection-text": "input-selection-foreground screen-selection-foreground",
}
"""Textual's variables that are a role."""
