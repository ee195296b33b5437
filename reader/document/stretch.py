"""A part of a document's text: all that a page needs to know of what is highlighted in it."""

from typing import NamedTuple


class Stretch(NamedTuple):
    """A part of a block's text."""

    block: int
    """The index of the block."""
    start: int
    """The first character."""
    end: int
    """The character behind the last."""
