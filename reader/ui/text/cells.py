"""Text cut to terminal cells: a Chinese character takes two, a Bengali cluster one to three."""

from rich.cells import cell_len, set_cell_size

ELLIPSIS = "…"
"""The sign for what is cut off."""

JOINER = "\u200d"
"""The zero-width joiner: at the end of a text it would join the next cell's character to it."""


def crop(text: str, width: int) -> str:
    """Cut a text to at most `width` cells, with an ellipsis where something is cut off."""
    if text.isascii():
        return text if len(text) <= width else text[: max(0, width - 1)].rstrip() + ELLIPSIS[: max(0, width)]
    text = text.lstrip(JOINER)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS if width > 0 else ""


def fit(text: str, width: int) -> str:
    """Cut a text, or pad it on the right, to exactly `width` cells."""
    text = crop(text, width).rstrip(JOINER)
    return text + " " * (width - cell_len(text))


def fit_right(text: str, width: int) -> str:
    """Cut a text, or pad it on the left, to exactly `width` cells."""
    text = crop(text, width).rstrip(JOINER)
    return " " * (width - cell_len(text)) + text
