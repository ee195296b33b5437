"""The passages that are highlighted in a page: where they are in its lines, and choosing one. Pure."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from reader.document.blocks import Block, Document
from reader.document.layout.lines import Line
from reader.document.passages import Word, words_of
from reader.document.stretch import Stretch
from reader.store.notes.notes import Note
from reader.ui.article.page import Page

LOST = "Highlights that lost their place, as the article says something else now:"
"""What stands below an article above passages that it does not say any more."""

ADDED = frozenset(("marker", "bar", "link-number", "picture", "rule", "note", "alt", "credit"))
"""The roles of runs that are no part of a block's text."""


def with_highlights(page: Page, notes: Sequence[Note], places: Sequence[Sequence[Stretch]]) -> Page:
    """Return the page with highlights in their places, and those that lost theirs below its text.

    `places`: the stretches of each, whose blocks count from the first of the body.
    """
    marks: list[Stretch] = []
    remarks: dict[int, list[tuple[str, str]]] = {}
    lost: list[Block] = []
    for note, stretches in zip(notes, places, strict=True):
        if stretches:
            marks += [stretch._replace(block=page.first + stretch.block) for stretch in stretches]
            remarks.setdefault(marks[-1].block, []).append((note.passage.text, note.note))
        else:
            lost += [Block("paragraph", text, quote=1) for text in note.passage.text.split("\n\n")]
            lost.append(Block("notice", f"Note: {note.note}" if note.note else "No note."))
    blocks = page.document.blocks
    if lost:
        blocks = (*blocks[: page.end], Block("notice", LOST), *lost, *blocks[page.end :])
    return replace(
        page,
        document=Document(blocks, page.document.version),
        marks=tuple(marks),
        remarks={block: tuple(told) for block, told in remarks.items()},
    )


def characters_of(line: Line, text: str) -> list[int]:
    """Return for each character of a line which one of its block's text it is; -1 for what was added."""
    found: list[int] = []
    at = line.offset
    for run in line.runs:
        if ADDED & set(run.style.split()):
            found += [-1] * len(run.text)
            continue
        for character in run.text:
            place = at
            while place < len(text) and text[place] != character and not text[place].strip():
                place += 1
            if place < len(text) and (
                text[place] == character or (character == " " and not text[place].strip())
            ):
                found.append(place)
                at = place + 1
            else:
                found.append(-1)
    return found


def spans_of(line: Line, text: str, marks: Sequence[Stretch]) -> list[tuple[int, int]]:
    """Return the spans of a line's characters that are in marks."""
    here = [(mark.start, mark.end) for mark in marks if mark.block == line.block]
    if not here:
        return []
    places = characters_of(line, text)
    inside = [any(start <= place < end for start, end in here) for place in places]
    spans = []
    for is_inside, group in groupby(range(len(inside)), key=inside.__getitem__):
        columns = list(group)
        if is_inside:
            spans.append((columns[0], columns[-1] + 1))
    return spans


class Chooser:
    """The words of a page's text, and moving among them by words and lines."""

    def __init__(self, page: Page) -> None:
        self.blocks = page.document.blocks[page.first : page.end]
        """The blocks of the text."""
        self._first = page.first
        self.words: Sequence[Word] = words_of(self.blocks)
        self._starts = [(page.first + word.block, word.start) for word in self.words]

    def word_at(self, block: int, character: int) -> int:
        """Return the word of a page's block that has a character, or the next one, or the last."""
        index = bisect_right(self._starts, (block, character)) - 1
        if index < 0:
            return 0
        word = self.words[index]
        if self._first + word.block == block and character < word.end:
            return index
        return min(index + (self._starts[index] != (block, character)), len(self.words) - 1)

    def place_of(self, word: int) -> tuple[int, int]:
        """Return the page's block and the character where a word begins."""
        return self._starts[word]

    def first_in(self, lines: Sequence[Line], top: int) -> int | None:
        """Return the first word that begins in a line from `top` on; None where none does."""
        for row in range(top, len(lines)):
            if found := self._in_line(lines, row):
                return found[0]
        return None

    def beside(self, lines: Sequence[Line], row: int, word: int, step: int) -> int:
        """Return the word below (`step` 1) or above (-1) one that is in a line: the nearest in its column."""
        column = self._starts[word][1] - lines[row].offset
        other = row + step
        while 0 <= other < len(lines):
            if found := self._in_line(lines, other):
                return min(found, key=lambda one: abs(self._starts[one][1] - lines[other].offset - column))
            other += step
        return word

    def _in_line(self, lines: Sequence[Line], row: int) -> range:
        line = lines[row]
        if not line.runs:
            return range(0)
        begin = bisect_right(self._starts, (line.block, line.offset - 1))
        after = next(
            (other for other in lines[row + 1 :] if other.runs and _place(other) != _place(line)), None
        )
        if after is None or after.block != line.block:
            end = bisect_right(self._starts, (line.block, len(self._text(line.block))))
        else:
            end = bisect_right(self._starts, (line.block, after.offset - 1))
        return range(begin, end)

    def _text(self, block: int) -> str:
        inside = block - self._first
        return self.blocks[inside].text if 0 <= inside < len(self.blocks) else ""

    def selected(self, lines: Sequence[Line], spans: Iterator[tuple[int, tuple[int, int]]]) -> range:
        """Return the words under selected characters of lines: (row, (first, behind the last; -1: all))."""
        found: list[int] = []
        for row, (start, end) in spans:
            line = lines[row]
            places = characters_of(line, self._text(line.block))
            chosen = [place for place in places[start : len(places) if end == -1 else end] if place >= 0]
            chosen = [place for place in chosen if self._text(line.block)[place].strip()]
            if chosen:
                found += [self.word_at(line.block, chosen[0]), self.word_at(line.block, chosen[-1])]
        return range(min(found), max(found) + 1) if found else range(0)


def _place(line: Line) -> tuple[int, int]:
    return line.block, line.offset
