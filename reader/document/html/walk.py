"""The state of a walk through an HTML tree, and the type of what is done at an element."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from selectolax.lexbor import LexborNode

from reader.document.blocks import Block
from reader.document.html.builder import Builder
from reader.document.html.media import Attributes
from reader.document.numbering import Numbering

Leave = Callable[[], None]
"""What is done where an element ends."""

Enter = Leave | None | Literal["skip"]
"""How an element that begins is gone on with: its content is skipped, or walked and then left by the
function."""


@dataclass(slots=True)
class ListState:
    """A list being walked."""

    numbering: Numbering | None = None
    """How the list is numbered; None for bullets."""
    number: int = 1
    """The number of the latest item."""
    step: int = 1
    """The difference between the numbers of two items."""


@dataclass(slots=True)
class FigureState:
    """A `figure` being walked."""

    first: int
    """The index of its first block."""
    caption: tuple[Block, ...] = ()
    """The blocks of its caption."""
    caption_at: int = 0
    """The index at which its caption was met."""


@dataclass(slots=True)
class Walk:
    """The document so far, and the elements around the present place that matter to those in them."""

    base: str | None
    """The address that relative addresses are joined to."""
    read: Callable[[LexborNode, str | None], list[Block]]
    """Walks an element by itself, for the cells of tables."""
    builder: Builder = field(default_factory=Builder)
    """The document in the making."""
    lists: list[ListState] = field(default_factory=list)
    """The lists around the present place, outermost first."""
    figures: list[FigureState] = field(default_factory=list)
    """The figures around the present place, outermost first."""
    unscripted: int = 0
    """The number of `noscript` elements around the present place."""
    nowhere: str | None = None
    """The address that a link's relative address is joined to where `base` is not known."""


Element = Callable[[Walk, LexborNode, Attributes], Enter]
"""What an element means: it is called where the element begins, and returns how to go on."""


def leave_by(leave: Enter) -> None:
    """Do what is to be done where an element ends, if anything is."""
    if leave is not None and leave != "skip":
        leave()
