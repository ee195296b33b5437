"""Tables laid out for a terminal: in columns where they fit, else row by row as `head: cell` lines."""

import re
from collections.abc import Iterator, Mapping, Sequence

from reader.document.blocks import Cell
from reader.document.layout.runs import Row, Run, link_label, rows
from reader.document.layout.wrap import cells, widest

_GAP = 2
"""Cells between columns."""
_SHORTEST = 4
"""Cells below which no column is squeezed whose content is wider."""
_LONGEST_WORD = 14
"""Cells that a word is given so that it is not cut."""
_NUMBER = re.compile(r"[^\w\s]{0,3}\s?\d[\d.,:\s'’–/-]*\s?(?:[%‰°]|[^\W\d]{1,3})?[^\w\s]{0,2}|[–—-]?")

Grid = Sequence[tuple[Cell, ...]]
"""The rows of a table."""


def table_rows(grid: Grid, width: int, role: str, numbers: Mapping[str, int]) -> list[Row]:
    """Lay a table out in at most `width` cells. Offsets count the characters of its cells, one by one."""
    widths = _column_widths(grid, width, numbers)
    if widths is None:
        return list(_records(grid, width, role, numbers))
    return list(_columns(grid, widths, role, numbers))


def _column_widths(grid: Grid, width: int, numbers: Mapping[str, int]) -> list[int] | None:
    """Return the cells for each column, or None where the columns do not fit side by side."""
    count = max((sum(cell.columns for cell in row) for row in grid), default=0)
    room = width - _GAP * (count - 1)
    if not count or room < count:
        return None
    natural, least = [1] * count, [1] * count
    for column, cell in _single_cells(grid):
        natural[column] = max(natural[column], _widest_line(cell, numbers))
        least[column] = max(least[column], _widest_word(cell))
    least = [min(full, max(_SHORTEST, word)) for full, word in zip(natural, least, strict=True)]
    if sum(natural) <= room:
        return natural
    if sum(least) > room:
        return None
    return _shared_out(natural, least, room)


def _shared_out(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Give each column what it needs least, then the rest by how much more it would like."""
    spare = room - sum(least)
    wanted = sum(natural) - sum(least)
    widths = [low + (full - low) * spare // wanted for full, low in zip(natural, least, strict=True)]
    neediest = sorted(range(len(widths)), key=lambda column: widths[column] - natural[column])
    for column in neediest[: room - sum(widths)]:
        widths[column] += 1
    return widths


def _single_cells(grid: Grid) -> Iterator[tuple[int, Cell]]:
    """Yield the cells that are in one column, with its index."""
    for row in grid:
        column = 0
        for cell in row:
            if cell.columns == 1:
                yield column, cell
            column += cell.columns


def _widest_line(cell: Cell, numbers: Mapping[str, int]) -> int:
    labels = sum(
        len(link_label(numbers[span.href], cell.text[: span.end], numbers))
        for span in cell.spans
        if span.style == "link" and span.href in numbers
    )
    return max(map(widest, cell.text.split("\n"))) + labels


def _widest_word(cell: Cell) -> int:
    return min(_LONGEST_WORD, max(map(widest, cell.text.split()), default=0))


def _columns(grid: Grid, widths: Sequence[int], role: str, numbers: Mapping[str, int]) -> Iterator[Row]:
    right = _number_columns(grid, len(widths))
    laid = [_laid_row(row, widths, role, numbers) for row in grid]
    tall = any(max(map(len, columns), default=1) > 1 for columns in laid[1:])
    total = sum(widths) + _GAP * (len(widths) - 1)
    offset = 0
    for index, (row, columns) in enumerate(zip(grid, laid, strict=True)):
        if index and tall and not _is_head(grid[index - 1]):
            yield Row((), offset, 0)
        for line in range(max(map(len, columns), default=0)):
            runs, used = _joined(row, columns, line, widths, right)
            yield Row(runs, offset + min(line, max(0, _size(row) - 1)), used)
        if _is_head(row) and index + 1 < len(grid) and not _is_head(grid[index + 1]):
            yield Row((Run("─" * total, "rule"),), offset + max(0, _size(row) - 1), total)
        offset += _size(row)


def _is_head(row: tuple[Cell, ...]) -> bool:
    return all(cell.head for cell in row)


def _laid_row(
    row: tuple[Cell, ...], widths: Sequence[int], role: str, numbers: Mapping[str, int]
) -> list[list[Row]]:
    column = 0
    columns = []
    for cell in row:
        columns.append(_laid_cell(cell, _cell_width(widths, column, cell), role, numbers))
        column += cell.columns
    return columns


def _laid_cell(cell: Cell, width: int, role: str, numbers: Mapping[str, int]) -> list[Row]:
    words = f"{role} table-head".strip() if cell.head else role
    return rows(cell.text, cell.spans, width, words, numbers)


def _cell_width(widths: Sequence[int], column: int, cell: Cell) -> int:
    covered = widths[column : column + cell.columns]
    return sum(covered) + _GAP * (len(covered) - 1)


def _joined(
    row: tuple[Cell, ...], columns: list[list[Row]], line: int, widths: Sequence[int], right: Sequence[bool]
) -> tuple[tuple[Run, ...], int]:
    """Return one line across all cells of a row, without spaces at its end."""
    runs: list[Run] = []
    used = wanted = column = 0
    for cell, laid in zip(row, columns, strict=True):
        width = _cell_width(widths, column, cell)
        if line < len(laid) and laid[line].runs:
            shift = width - laid[line].cells if cell.columns == 1 and right[column] else 0
            if wanted + shift > used:
                runs.append(Run(" " * (wanted + shift - used)))
            runs += laid[line].runs
            used = wanted + shift + laid[line].cells
        wanted += width + _GAP
        column += cell.columns
    return tuple(runs), used


def _number_columns(grid: Grid, count: int) -> list[bool]:
    """Return the columns that hold numbers only, which align right."""
    numeric = [False] * count
    other = [False] * count
    for column, cell in _single_cells(grid):
        if not cell.head and cell.text:
            numeric[column] = True
            other[column] = other[column] or _NUMBER.fullmatch(cell.text) is None
    return [some and not more for some, more in zip(numeric, other, strict=True)]


def _records(grid: Grid, width: int, role: str, numbers: Mapping[str, int]) -> Iterator[Row]:
    """Yield each row as a group of lines, every cell behind its column's head."""
    heads, body = _heads(grid)
    offset = sum(map(_size, grid[: len(grid) - len(body)]))
    for index, row in enumerate(body):
        if index:
            yield Row((), offset, 0)
        column = 0
        for cell in row:
            if cell.text:
                head = heads[column] if column < len(heads) else ""
                yield from _record(cell, head, width, role, numbers, offset)
            offset += len(cell.text) + 1
            column += cell.columns


def _record(
    cell: Cell, head: str, width: int, role: str, numbers: Mapping[str, int], offset: int
) -> Iterator[Row]:
    words = f"{role} table-head".strip()
    label = [Run(f"{head}: ", words)] if head else []
    lead = len(label) and cells(label[0].text)
    if lead > width // 2:
        for row in rows(f"{head}:", (), width, words, {}):
            yield Row(row.runs, offset, row.cells)
        label, lead = [Run("  ")], 2
    for number, row in enumerate(_laid_cell(cell, max(1, width - lead), role, numbers)):
        before = label if number == 0 else [Run(" " * lead)] * bool(lead)
        yield Row((*before, *row.runs), offset + row.offset, lead + row.cells)


def _heads(grid: Grid) -> tuple[list[str], Grid]:
    """Return the column heads by index, and the rows below them."""
    if len(grid) < 2 or not _is_head(grid[0]):
        return [], grid
    heads: list[str] = []
    for cell in grid[0]:
        heads += [cell.text.replace("\n", " ").rstrip(":")] * cell.columns
    return heads, grid[1:]


def _size(row: tuple[Cell, ...]) -> int:
    return sum(len(cell.text) + 1 for cell in row)
