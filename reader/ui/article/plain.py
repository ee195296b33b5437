"""An article's lines in plain mode: what bars, bullets and pictures' marks say is said in words. Pure."""

from collections.abc import Sequence

from reader.document.blocks import Block
from reader.document.layout.lines import Line
from reader.document.layout.runs import Run

KINDS = {"figure": "Picture:", "media": "Sound or film:", "code": "Code:", "table": "Table:"}
"""What is said in a line of its own before a block of that kind."""

BLANKED = frozenset({"rule", "bar"})
"""The roles of runs that only draw lines."""

MARKERS = str.maketrans({"•": "-", "◦": "-", "▪": "-", "▸": "-", "▣": " ", "▶": " ", "↪": " "})
"""The markers of lists, and those that the line before says already."""

BOXES = str.maketrans({"☑": "x", "☐": "-"})
"""The boxes of a list of tasks, ticked or not."""


def announcement(blocks: Sequence[Block], index: int) -> str:
    """Return what is said before a block: that a quote begins or ends, or what kind of block it is."""
    block, before = blocks[index], blocks[index - 1].quote if index else 0
    quote = "Quote:" if block.quote > before else "End of quote." if block.quote < before else ""
    kind = KINDS.get(block.kind, "")
    if block.kind == "figure" and (not block.text or block.text == block.alt):
        kind = ""  # the words for those who cannot see it say that it is a picture
    return " ".join(filter(None, (quote, kind)))


def plain_lines(blocks: Sequence[Block], index: int, lines: Sequence[Line]) -> list[Line]:
    """Return a block's lines with words and letters in the place of signs; each is as wide as before."""
    told = announcement(blocks, index)
    first = [Line((Run(told, "alt"),), index, 0)] if told else []
    return [*first, *(line._replace(runs=tuple(map(_plain_run, line.runs))) for line in lines)]


def _plain_run(run: Run) -> Run:
    words = run.style.split()
    if BLANKED & set(words):
        return run._replace(text=" " * len(run.text))
    return run._replace(text=run.text.translate(MARKERS if "marker" in words else BOXES))
