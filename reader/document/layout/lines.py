"""A document as terminal lines: margins, quote bars, hanging list markers, code, tables, figures.

It knows nothing of any screen: a line is runs of text in the order in which they are read, each with the
words for its role. Blocks are laid out one by one, so that an article of any length shows its first lines at
once.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

import msgspec

from reader.document.blocks import Block, Document, Span, Style
from reader.document.layout.runs import Row, Run, rows
from reader.document.layout.tables import table_rows
from reader.document.layout.wrap import cells, chop
from reader.document.numbering import is_bullet

ROLES = (
    "em", "strong", "code", "link", "del", "mark", "sub", "sup", "ruby", "link-number",
    "heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6",
    "block", "quote", "bar", "marker", "term", "caption", "alt", "credit", "media", "notice", "rule",
    "table-head", "picture", "code-keyword", "code-string", "code-comment", "code-number", "code-name",
)  # fmt: skip
"""Every word that a run's style may have. Code in a line is `code`, a block of it `code block`."""

_BAR = "▎ "
_STEP = 2
"""Cells that the narrowest marker of a list takes with the space behind."""
_NEAR = 16
"""Blocks around a block among which the items of its list are looked for."""
_LONG_ITEM = 140
"""Characters from which a list's items are better separated by a blank line."""
_WIDE = 40
"""Cells from which there is room to set lists in by one."""
_ALT = "Picture: "
"""What stands before the words for a picture that its author wrote for those who cannot see it."""


_OWN_ROLES = {"figure": "caption", "term": "term", "notice": "notice", "media": "media", "code": "code block"}


class Line(NamedTuple):
    """One line of a block."""

    runs: tuple[Run, ...]
    """The runs of the line, from left to right."""
    block: int
    """The index of the block in the document."""
    offset: int
    """The character in the block's text at which it begins; in a table, in its cells' texts together."""
    picture: int = -1
    """The row of the block's picture that it has room for, counted from 0; -1: it is a line of text."""


class Sight(NamedTuple):
    """What is seen of a figure's picture."""

    columns: int = 0
    """The cells of its width; 0 where it is not shown."""
    rows: int = 0
    """The lines of its height."""
    failure: str = ""
    """Why it could not be had, in a few words."""


UNSEEN = Sight()
"""A picture that is not shown."""


def blank_before(document: Document, index: int) -> int:
    """Return the number of empty lines before a block; inside a quote its own lines begin with them,
    barred.
    """
    return 0 if _shared_bars(document, index) else _margin(document.blocks, index)


def wrap_block(
    document: Document, index: int, width: int, link_numbers: Mapping[str, int], sight: Sight = UNSEEN
) -> list[Line]:
    """Lay one block out in lines of at most `width` cells. Numbers are those of `plain.link_numbers`.

    `sight`: what is seen of a figure's picture, which stands above its caption.
    """
    block = document.blocks[index]
    first, further = _prefixes(document.blocks, index, width)
    room = room_of(document, index, width)
    laid = _laid_out(block, room, link_numbers, sight)
    shared = _shared_bars(document, index)
    lines = [Line(_bars(shared, width), index, 0)] * _margin(document.blocks, index) if shared else []
    for number, row in enumerate(laid):
        prefix = further if number else first
        picture = number if number < sight.rows else -1
        lines.append(Line((*prefix, *row.runs), index, row.offset, picture))
    return lines


def find_line(lines: Sequence[Line], block: int, character: int) -> int:
    """Return the index of the line that shows a character of a block, or the nearest before it; 0 if none."""
    index = bisect_right(lines, (block, character), key=_place) - 1
    while index > 0 and _place(lines[index - 1]) == _place(lines[index]):
        index -= 1
    return max(0, index)


def _place(line: Line) -> tuple[int, int]:
    return line.block, line.offset


def room_of(document: Document, index: int, width: int) -> int:
    """Return the cells of a line of a block that quotes and lists leave."""
    return max(1, width - sum(cells(run.text) for run in _prefixes(document.blocks, index, width)[0]))


def _laid_out(block: Block, width: int, numbers: Mapping[str, int], sight: Sight) -> list[Row]:
    match block.kind:
        case "rule":
            return [Row((Run("─" * width, "rule"),), 0, width)]
        case "code":
            return _code(block, width, numbers)
        case "table":
            return table_rows(block.rows, width, _role(block), numbers)
        case "figure":
            return _figure(block, width, numbers, sight)
        case "media":
            return _media(block, width, numbers)
        case _:
            return rows(block.text, block.spans, width, _role(block), numbers)


def _role(block: Block) -> str:
    """Return the role words for all of a block's text."""
    own = f"heading-{block.level}" if block.kind == "heading" else _OWN_ROLES.get(block.kind, "")
    return f"quote {own}".rstrip() if block.quote else own


def _code(block: Block, width: int, numbers: Mapping[str, int]) -> list[Row]:
    """Return lines of code filled to the width, so that their ground is even; long ones go on below, behind
    a hook.
    """
    role = _role(block)
    laid: list[Row] = []
    colours = [Span(token.start, token.end, cast(Style, f"code-{token.kind}")) for token in block.tokens]
    for row in rows(block.text, (*block.spans, *colours), max(1, width - 2), role, numbers, chop):
        goes_on = row.offset > 0 and block.text[row.offset - 1] != "\n"
        edge = Run("↪", f"{role} marker") if goes_on else Run(" ", role)
        filler = Run(" " * (width - 1 - row.cells), role)
        laid.append(Row((edge, *row.runs, filler), row.offset, width))
    return laid


def _figure(block: Block, width: int, numbers: Mapping[str, int], sight: Sight) -> list[Row]:
    """Return the lines of a picture: room for it, if it is shown, then what is said of it."""
    shown = [Row((Run(" " * sight.columns, "picture"),), 0, sight.columns)] * sight.rows
    room = max(1, width - (0 if shown else 2))
    laid: list[Row] = []
    if block.text and block.text != block.alt:
        laid = rows(block.text, block.spans, room, _role(block), numbers)
    elif block.text or not (shown or sight.failure):
        laid = _alternative(block, room, numbers)
    for words in (block.credit, f"image: {sight.failure}" if sight.failure else ""):
        if words:
            laid += [row._replace(offset=len(block.text)) for row in rows(words, (), room, "credit", {})]
    return [*shown, *laid] if shown else _hung("▣ ", laid)


def _alternative(block: Block, width: int, numbers: Mapping[str, int]) -> list[Row]:
    """Return the lines of a picture without a caption: the words for those who cannot see it, named so."""
    role = "quote alt" if block.quote else "alt"
    if not block.text:
        return [row._replace(offset=0) for row in rows(_ALT.rstrip(": "), (), width, role, {})]
    lead = len(_ALT)
    spans = [
        msgspec.structs.replace(span, start=span.start + lead, end=span.end + lead) for span in block.spans
    ]
    laid = rows(_ALT + block.text, spans, width, role, numbers)
    return [row._replace(offset=max(0, row.offset - lead)) for row in laid]


def _media(block: Block, width: int, numbers: Mapping[str, int]) -> list[Row]:
    text = block.text or block.src
    link = (Span(0, len(text), "link", block.src),) if block.src else ()
    return _hung("▶ ", rows(text, link, max(1, width - 2), _role(block), numbers))


def _hung(marker: str, laid: Sequence[Row]) -> list[Row]:
    """Return the rows behind a marker, all beginning in one column."""
    first, further = Run(marker, "marker"), Run(" " * len(marker))
    return [
        Row((further if number else first, *row.runs), row.offset, row.cells + len(marker))
        for number, row in enumerate(laid)
    ]


def _prefixes(blocks: Sequence[Block], index: int, width: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return what is in front of a block's first line and of its further lines; both are equally wide.

    They take at most half of the width: what is nested deeper is not shown as deeper.
    """
    block = blocks[index]
    bars = _bars(block.quote, width)
    if not block.indent:
        return bars, bars
    own = min(_column(blocks, index, block.indent), width // 2)
    room = width // 2 - own - sum(len(bar.text) for bar in bars)
    if room < 0:
        bars, room = (), 0
    outer = 1 if width >= _WIDE else 0
    for level in range(block.indent - 1, 0, -1):
        if outer >= room:
            break
        outer += _column(blocks, index, level)
    outer = min(room, outer)
    further = (*bars, Run(" " * (outer + own)))
    if not block.marker or own < _STEP:
        return further, further
    marker = block.marker[: own - 1].rjust(own - 1) + " "
    return (*bars, Run(" " * outer), Run(marker, "marker")), further


def _column(blocks: Sequence[Block], index: int, level: int) -> int:
    """Return the cells that a list's markers take with the space behind: those of its widest item nearby."""
    near = _same_list(blocks, index, level)
    return max(_STEP, 1 + max([len(block.marker) for block in near if block.indent == level], default=0))


def _same_list(blocks: Sequence[Block], index: int, level: int) -> list[Block]:
    """Return the block and those nearby that are in the same list at that level, in no order."""
    own = blocks[index]
    kind = is_bullet(own.marker) if own.marker and own.indent == level else None
    near = [own]
    behind, ahead = blocks[max(0, index - _NEAR) : index], blocks[index + 1 : index + _NEAR]
    for side in (reversed(behind), ahead):
        for block in side:
            if block.indent < level or block.quote != own.quote:
                break
            if block.indent == level and block.marker:
                # Bullets and numbers next to each other are two lists.
                if kind is None:
                    kind = is_bullet(block.marker)
                elif is_bullet(block.marker) != kind:
                    break
            near.append(block)
    return near


def _margin(blocks: Sequence[Block], index: int) -> int:
    """Return the empty lines before a block: none within a list's short items, else one."""
    if index == 0:
        return 0
    before, block = blocks[index - 1], blocks[index]
    if before.kind == "term" and (block.kind == "term" or block.indent > before.indent):
        return 0
    return 0 if block.indent and before.indent and _is_tight(before, block, blocks, index) else 1


def _is_tight(before: Block, block: Block, blocks: Sequence[Block], index: int) -> bool:
    """Return whether two blocks follow each other in one list of which all items nearby are a line or two.

    What is in a list's items, a list too, neither tightens nor loosens it.
    """
    if before.quote != block.quote:
        return False
    older = reversed(blocks[max(0, index - _NEAR) : index])
    sibling = next((item for item in older if item.indent <= block.indent), before)
    if sibling.indent == block.indent and is_bullet(sibling.marker) != is_bullet(block.marker):
        return False
    at, level = (index - 1, before.indent) if block.indent > before.indent else (index, block.indent)
    items = [item for item in _same_list(blocks, at, level) if item.indent == level]
    return all(item.kind == "paragraph" and item.marker and len(item.text) < _LONG_ITEM for item in items)


def _shared_bars(document: Document, index: int) -> int:
    """Return the number of quotes that a block and the one before it are both in."""
    return min(document.blocks[index - 1].quote, document.blocks[index].quote) if index else 0


def _bars(quote: int, width: int) -> tuple[Run, ...]:
    shown = min(quote, max(1, width // 8))
    return (Run(f"{_BAR * shown} ", "bar"),) if shown else ()
