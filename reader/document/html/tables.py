"""Tables in HTML: which of them hold data, and what is in their cells."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from reader.document.blocks import Block, Cell, Span

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MOST_COLUMNS = 60
"""Columns above which a table is read cell by cell, as the parts of a page."""
_LONGEST_CELL = 600
"""Characters above which a cell is a column of a page, not a value."""

_LAYOUT = "table, pre, h1, h2, h3, h4, h5, h6, blockquote, video, iframe, figure"
"""Elements that no cell of a data table holds."""


def is_data(table: "LexborNode") -> bool:
    """Return whether a table relates values in rows and columns; else it only places parts of a page."""
    if table.attributes.get("role") in ("presentation", "none"):
        return False
    rows = table_rows(table)
    columns = max((sum(_number(cell, "colspan") for cell in row) for row in rows), default=0)
    if not 2 <= columns <= _MOST_COLUMNS:
        return False
    if any(cell.css_first(_LAYOUT) is not None for row in rows for cell in row):
        return False
    if any(cell.tag == "th" for row in rows for cell in row):
        return True
    return len(rows) > 1 and all(len(cell.text()) <= _LONGEST_CELL for row in rows for cell in row)


def table_rows(table: "LexborNode") -> list[list["LexborNode"]]:
    """Return the cells of the table's own rows."""
    rows = []
    for part in table.iter():
        if part.tag == "tr":
            rows.append(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in part.iter() if row.tag == "tr"]
    return [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in rows]


def read_table(table: "LexborNode", read: Callable[["LexborNode"], list[Block]]) -> tuple[Block, list[Block]]:
    """Return a data table's block, and the figures that were in its cells.

    `read` makes the blocks of a cell.
    """
    rows: list[tuple[Cell, ...]] = []
    figures: list[Block] = []
    covered: dict[int, int] = {}
    for nodes in table_rows(table):
        row: list[Cell] = []
        column = 0
        for node in nodes:
            column = _skip_covered(row, column, covered)
            blocks = read(node)
            columns = min(_number(node, "colspan"), _MOST_COLUMNS)
            cell, shown = _cell(blocks, node.tag == "th", columns)
            row.append(cell)
            figures += shown
            if (deep := _number(node, "rowspan")) > 1:
                covered.update(dict.fromkeys(range(column, column + columns), deep))
            column += columns
        _skip_covered(row, column, covered)
        covered = {column: deep - 1 for column, deep in covered.items() if deep > 2} | {
            column: 1 for column, deep in covered.items() if deep == 2
        }
        if any(cell.text for cell in row):
            rows.append(tuple(row))
    return Block("table", rows=tuple(rows)), figures


def _skip_covered(row: list[Cell], column: int, covered: dict[int, int]) -> int:
    """Put an empty cell wherever one from a row above reaches down."""
    while covered.get(column) and column < _MOST_COLUMNS:
        row.append(Cell(""))
        column += 1
    return column


def _cell(blocks: list[Block], head: bool, columns: int) -> tuple[Cell, list[Block]]:
    """Return one text of a cell's blocks, each on its own line, and its figures.

    A picture that is all there is in one column's cell is a value of that column (a flag, a tick): its words
    replace it.
    """
    shown = [block for block in blocks if block.kind == "figure"]
    if len(shown) == len(blocks) and columns == 1:
        blocks, shown = [msgspec.structs.replace(block, kind="paragraph") for block in blocks], []
    text = ""
    spans: list[Span] = []
    for block in blocks:
        if not block.text or block.kind in ("figure", "rule", "media"):
            continue
        if text:
            text += "\n"
        if block.marker:
            text += block.marker + " "
        start = len(text)
        spans += [Span(span.start + start, span.end + start, span.style, span.href) for span in block.spans]
        text += block.text
    return Cell(text, tuple(spans), head, max(1, columns)), shown


def _number(node: "LexborNode", attribute: str) -> int:
    value = (node.attributes.get(attribute) or "").strip()
    return max(1, int(value)) if value.isdecimal() and len(value) < 5 else 1
