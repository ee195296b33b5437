"""Blocks that are too long to be laid out at once, cut into several."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

import msgspec

from reader.document.blocks import Block, Cell, Span, Token
from reader.document.spans import trimmed

LONGEST = 10_000
"""Characters of a block at most: laying out so many takes a few milliseconds, and the longest paragraphs that
people write have fewer."""

MOST_CELLS = 2_000
"""Cells of a table at most, unless it is one row."""

_ENDS = ("\n", ". ", " ")
"""What stands where a block is best cut, the best first."""

Stretch = TypeVar("Stretch", Span, Token)


def parted(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Cut what takes long to lay out: texts where a line, a sentence or a word ends, tables between rows."""
    return tuple(part for block in blocks for part in _parts(block))


def _parts(block: Block) -> Iterable[Block]:
    if block.kind == "table":
        return (msgspec.structs.replace(block, rows=rows) for rows in _tables(block.rows))
    if len(block.text) <= LONGEST or block.kind in ("figure", "media"):
        return (block,)
    return _texts(block)


def _texts(block: Block) -> Iterator[Block]:
    edges = [0]
    while edges[-1] < len(block.text):
        edges.append(_end(block.text, edges[-1]))
    spans, tokens = _shares(block.spans, edges), _shares(block.tokens, edges)
    for part, (start, end) in enumerate(pairwise(edges)):
        if end < len(block.text) and block.text[end - 1] in " \n":
            end -= 1
        yield msgspec.structs.replace(
            block,
            text=block.text[start:end],
            spans=trimmed(spans[part], start, end),
            tokens=tuple(_within(token, start, end) for token in tokens[part] if token.start < end),
            marker="" if start else block.marker,
        )


def _end(text: str, start: int) -> int:
    """Return where the part that begins at `start` ends: behind the space or the newline after it."""
    limit = start + LONGEST
    if len(text) <= limit:
        return len(text)
    for mark in _ENDS:
        if (found := text.rfind(mark, start + LONGEST // 2, limit)) >= 0:
            return found + len(mark)
    return limit


def _shares(stretches: Sequence[Stretch], edges: Sequence[int]) -> list[list[Stretch]]:
    """Return for each part those that reach into it."""
    waiting = deque(sorted(stretches, key=lambda stretch: stretch.start))
    shares: list[list[Stretch]] = []
    reaching: list[Stretch] = []
    for start, end in pairwise(edges):
        reaching = [stretch for stretch in reaching if stretch.end > start]
        while waiting and waiting[0].start < end:
            reaching.append(waiting.popleft())
        shares.append(reaching)
    return shares


def _within(token: Token, start: int, end: int) -> Token:
    return Token(max(token.start, start) - start, min(token.end, end) - start, token.kind)


def _tables(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    """Cut a table's rows into several tables of at most `MOST_CELLS` cells and a few texts' characters."""
    first = weight = 0
    for number, row in enumerate(rows):
        heavy = sum(1 + len(cell.text) * MOST_CELLS // (4 * LONGEST) for cell in row)
        if number > first and weight + heavy > MOST_CELLS:
            yield rows[first:number]
            first, weight = number, 0
        weight += heavy
    yield rows[first:]
