"""The lines of a page, wrapped as they are needed: no article is too long for that. Pure of Textual."""

from collections.abc import Callable, Mapping
from time import perf_counter

from reader.document.layout.lines import Line, Sight, blank_before, find_line, wrap_block
from reader.document.layout.runs import rows
from reader.document.layout.wrap import widest
from reader.ui.article.page import Page
from reader.ui.article.plain import plain_lines
from reader.ui.text.signs import BETWEEN, is_plain
from reader.ui.text.times import reading_time


class WrappedLines:
    """Wraps a page's blocks one after the other for one width."""

    def __init__(
        self, page: Page, width: int, numbers: Mapping[str, int], sight: Callable[[int, int], Sight]
    ) -> None:
        """`numbers` are those of the links by their targets; `sight` says what is seen of the picture of a
        block (its index) where lines have so many cells.
        """
        self.lines: list[Line] = []
        """The lines that are wrapped so far."""
        self._page, self._width, self._numbers, self._sight = page, width, numbers, sight
        self._next = 0
        """The first block that is not wrapped yet."""

    @property
    def is_whole(self) -> bool:
        """Whether the page is wrapped to its end."""
        return self._next >= len(self._page.document.blocks)

    @property
    def height(self) -> int:
        """The lines that the whole page takes, with a blank one at its end; estimated until all are there."""
        rest = self._page.document.blocks[self._next :]
        characters = sum(len(block.text) for block in rest)
        return len(self.lines) + len(rest) + characters * 11 // (10 * self._width) + 1

    def wrap(self, *, lines: int | None = None, block: int | None = None, until: float | None = None) -> None:
        """Wrap on until there are so many lines, a block is wrapped, or it is that late (`perf_counter`).

        Without any of them all is wrapped.
        """
        document = self._page.document
        while not self.is_whole:
            if (lines is not None and len(self.lines) >= lines) or (block is not None and self._next > block):
                return
            if until is not None and perf_counter() > until:
                return
            index = self._next
            inside = index < len(self._page.header)
            self.lines += [Line((), index, 0)] * (0 if inside else blank_before(document, index))
            self.lines += self._facts(index) if inside and not is_plain() else self._block(index)
            for passage, note in self._page.remarks.get(index, ()):
                self.lines += self._remark(index, passage, note)
            self._next = index + 1

    def _block(self, index: int) -> list[Line]:
        document, width = self._page.document, self._width
        wrapped = wrap_block(document, index, width, self._numbers, self._sight(index, width))
        return plain_lines(document.blocks, index, wrapped) if is_plain() else wrapped

    def _facts(self, index: int) -> list[Line]:
        """Return the lines of a block of the header; of facts as many stand in a line as have room whole.

        How long the article is stands above it too: no line is begun for that.
        """
        text = self._page.document.blocks[index].text
        if self._page.header[index] != "meta" or widest(text) <= self._width:
            return self._block(index)
        length = reading_time(self._page.minutes)
        facts = BETWEEN.join(fact for fact in text.split(BETWEEN) if fact != length) or text
        lines, start = [], 0
        for line in _by_facts(facts, self._width):
            lines += [
                Line(row.runs, index, start + row.offset) for row in rows(line, (), self._width, "", {})
            ]
            start += len(line) + len(BETWEEN)
        return lines

    def _remark(self, index: int, passage: str, note: str) -> list[Line]:
        """Return what stands below a block with a highlight: the note; in plain mode the passage too."""
        told = [f"Highlighted: {' '.join(passage.split())}"] if is_plain() else []
        told += [f"Note: {note}" if is_plain() else f"✎ {note}"] if note else []
        end = len(self._page.document.blocks[index].text)
        return [
            Line(row.runs, index, end) for text in told for row in rows(text, (), self._width, "note", {})
        ]

    def line_at(self, block: int, character: int) -> int:
        """Return the line that shows a character of a block of the document; all above it is wrapped."""
        self.wrap(block=block)
        return find_line(self.lines, block, character)

    def position(self, line: int) -> tuple[int, int] | None:
        """Return the block of the body that a line shows and the character in it; None in the header."""
        if not 0 < line < len(self.lines) or self.lines[line].block < self._page.first:
            return None
        return self.lines[line].block - self._page.first, self.lines[line].offset


def _by_facts(text: str, width: int) -> list[str]:
    """Part facts in a line into lines, between two facts; one that is wider than a line stands alone."""
    lines: list[str] = []
    for fact in text.split(BETWEEN):
        longer = f"{lines[-1]}{BETWEEN}{fact}" if lines else fact
        if lines and widest(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(fact)
    return lines
