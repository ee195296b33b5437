"""What is known while an HTML tree is walked, and how the elements in it say what is to be done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from selectolax.lexbor import LexborNode

from reader.document.blocks import Block
from reader.document.html.builder import Builder
from reader.document.html.media import Attributes
from reader.document.numbering import Numbering

Leave = Callable[[], None]
"""What is to be done where an element ends."""

Enter = Leave | None | Literal["skip"]
"""How to go on with an element that begins: skip what is in it, or go in and leave so."""


@dataclass(slots=True)
class ListState:
    """A list being walked."""

    numbering: Numbering | None = None
    """None for bullets."""
    number: int = 1
    step: int = 1


@dataclass(slots=True)
class FigureState:
    """A `figure` being walked: where its blocks begin, and its caption."""

    first: int
    caption: tuple[Block, ...] = ()
    caption_at: int = 0


@dataclass(slots=True)
class Walk:
    """The document so far, and the elements around the present place that matter to those in them."""

    base: str | None
    read: Callable[[LexborNode, str | None], list[Block]]
    """Walks an element by itself, for cells of tables."""
    builder: Builder = field(default_factory=Builder)
    lists: list[ListState] = field(default_factory=list)
    figures: list[FigureState] = field(default_factory=list)
    unscripted: int = 0
    """How many `noscript` elements it stands in."""


Element = Callable[[Walk, LexborNode, Attributes], Enter]
"""What an element means: called where it begins, its answer is what to do next."""


def leave_by(leave: Enter) -> None:
    """Do what is to be done where an element ends, if anything is."""
    if leave is not None and leave != "skip":
        leave()
