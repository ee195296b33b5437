"""Text cut to terminal cells: a Chinese character takes two, a Bengali cluster one to three."""

from rich.cells import cell_len

from reader.document.layout.wrap import beginning, widest
from reader.document.sanitize import EMPTY, SafeText, sanitize
from reader.ui.text.signs import is_plain

ELLIPSIS, DOTS = "…", "..."
"""The sign for what is cut off, and what stands for it in plain mode."""

ENDINGS = " .,;:·-–—|/、，"
"""What does not stand before the sign for what is cut off."""

FRAGMENT = 3
"""The characters from a blank on that are no beginning of a word before the sign."""

JOINER = "\u200d"
"""The zero-width joiner: at the end of a text it would join the next cell's character to it."""


def crop(text: SafeText, width: int) -> SafeText:
    """Cut a text to at most `width` cells in any terminal, with an ellipsis where something is cut off."""
    sign = ELLIPSIS if not is_plain() else DOTS if width > len(DOTS) else ""
    if text.isascii():
        if len(text) <= width:
            return text
        return sanitize(_cut(text, max(0, width - len(sign))) + sign[: max(0, width)])
    shown = text.lstrip(JOINER)
    if widest(shown) <= width:
        return sanitize(shown)
    return sanitize(_cut(shown, len(beginning(shown, width - len(sign)))) + sign) if width > 0 else EMPTY


def _cut(text: str, length: int) -> str:
    """Return the first characters of a text without what looks bad before an ellipsis: `, an…`."""
    kept = text[:length]
    if text[length : length + 1].isalnum() and 0 < (blank := kept.rfind(" ")) >= length - FRAGMENT:
        kept = kept[:blank]
    return kept.rstrip(ENDINGS)


def fit(text: SafeText, width: int) -> SafeText:
    """Cut a text, or pad it on the right, to exactly `width` cells."""
    shown = crop(text, width).rstrip(JOINER)
    return sanitize(shown + " " * (width - cell_len(shown)))


def apart(text: SafeText) -> SafeText:
    """Pad a text by what it may be wider in some terminal, so that what follows is not in its way."""
    if text.isascii():
        return text
    shown = text.rstrip(JOINER)
    return sanitize(shown + " " * (widest(shown) - cell_len(shown)))


def fit_right(text: SafeText, width: int) -> SafeText:
    """Cut a text, or pad it on the left, to exactly `width` cells."""
    shown = crop(text, width).rstrip(JOINER)
    return sanitize(" " * (width - cell_len(shown)) + shown)
