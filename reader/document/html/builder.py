"""Blocks in the making: text, emphasis and line breaks go in, finished blocks come out."""

import re
import unicodedata
from dataclasses import dataclass, field

from reader.document.blocks import Block, Kind, Span, Style
from reader.document.sanitize import sanitize
from reader.document.spans import RUBY, trimmed

_WHITE = "\n\t\r\f\v\x85\u2028\u2029"
"""White space that is shown as a space."""
_WIDE_WHITE = re.compile("[ \u00a0]{2,}")
_INVISIBLE = "\u00ad\ufeff"
"""Soft hyphens and byte order marks: a search would stumble over them, and terminals show them."""
_INVISIBLE_GONE = dict.fromkeys(map(ord, _INVISIBLE))
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_TAB = 4
"""Columns between tab stops in code."""


@dataclass(slots=True)
class _Open:
    """A style that has begun and not ended."""

    style: Style
    href: str
    start: int
    """Where it began in the block being written."""


@dataclass(slots=True)
class Builder:
    """A document in the making: the finished blocks, the block being written, and the state of what is
    around it.
    """

    blocks: list[Block] = field(default_factory=list)
    """The finished blocks."""
    kind: Kind = "paragraph"
    """The kind of the block being written."""
    level: int = 0
    """The level of a heading being written."""
    quote: int = 0
    """The number of quotes around it."""
    indent: int = 0
    """The number of lists or definitions around it."""
    marker: str = ""
    """The marker of the list item that has begun; its first block takes it."""
    language: str = ""
    """The language of code being written."""
    direction: str = ""
    """The direction that is declared, `rtl` or `ltr`; where it is empty, the first letter decides."""
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _blank: bool = True
    """Whether a space would be superfluous at this point."""
    _spans: list[Span] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _waiting: list[Block] = field(default_factory=list)
    """Pictures met inside the paragraph: they follow it, so that they do not split it."""

    @property
    def length(self) -> int:
        """The number of characters in the block being written."""
        return self._length

    def write(self, text: str) -> None:
        """Add text; its white space is collapsed, except in code."""
        if self.kind == "code":
            self._add(sanitize(text.expandtabs(_TAB)))
            return
        if not (text.isascii() and text.isprintable() and "  " not in text):
            text = _tidied(text)
        self._add(text.lstrip() if self._blank else text)

    def line_break(self) -> None:
        """Add a `br`: the first ends the line, the second the paragraph."""
        if self.kind == "code":
            self._add("\n")
        elif self._parts and self._parts[-1] == "\n":
            self.flush()
        elif self._parts:
            last = self._parts[-1]
            self._parts[-1] = last.rstrip()
            self._length -= len(last) - len(self._parts[-1])
            self._add("\n")

    def edge(self) -> None:
        """Begin or end a block element. Lines of code may be such elements without being blocks."""
        if self.kind != "code":
            self.flush()
        elif not self._blank:
            self._add("\n")

    def start(self, style: Style, href: str = "") -> None:
        """Begin a style."""
        self._open.append(_Open(style, href, self._length))

    def end(self, style: Style) -> None:
        """End the innermost such style, which may have begun blocks ago."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].style == style:
                opened = self._open.pop(index)
                self.span(opened.start, style, opened.href)
                return

    def drop(self, style: Style) -> None:
        """Forget that the innermost such style began."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].style == style:
                del self._open[index]
                return

    def span(self, start: int, style: Style, href: str = "") -> None:
        """Give a style to the text from `start` to here."""
        if start < self._length:
            self._spans.append(Span(start, self._length, style, href))

    def picture(self, block: Block) -> None:
        """Add a figure; its text links to where the picture links to."""
        link = next((opened for opened in reversed(self._open) if opened.style == "link"), None)
        spans = (Span(0, len(block.text), "link", link.href),) if link and link.href and block.text else ()
        self._waiting.append(self._placed(block, spans))
        if not self._length:
            self._show_pictures()

    def add(self, block: Block) -> None:
        """Add a finished block behind what has been written."""
        self.flush()
        self.blocks.append(self._placed(block, block.spans))

    def flush(self) -> None:
        """Finish the block being written, if there is anything in it."""
        if not (self._length or self._open or self._waiting):
            return
        if self._length:
            text = "".join(self._parts)
            text = text.strip("\n").rstrip() if self.kind == "code" else text.rstrip()
            for opened in self._open:
                self.span(opened.start, opened.style, opened.href)
            if text:
                self._finish(text)
            self._parts, self._spans, self._length, self._blank = [], [], 0, True
        for opened in self._open:
            opened.start = 0
        self._show_pictures()

    def _finish(self, text: str) -> None:
        spans = self._spans
        if self.kind == "code":
            # Leading newlines went: what stood behind them moved to the front.
            written = "".join(self._parts)
            spans = list(trimmed(spans, len(written) - len(written.lstrip("\n")), len(written)))
        if not text.isascii() and (cleaned := sanitize(text)) != text:
            # Marks piled up across elements: rare enough to give up the spans that no longer fit.
            text, spans = cleaned, []
        level = self.level if self.kind == "heading" else 0
        self.blocks.append(
            Block(
                self.kind, text, _merged(text, spans), level, self.quote, self.indent, self.marker,
                src=self.language, rtl=_reads_rtl(text, self.direction),
            )
        )  # fmt: skip
        self.marker = ""

    def _show_pictures(self) -> None:
        if self._waiting:
            self.blocks += self._waiting
            self._waiting = []

    def _placed(self, block: Block, spans: tuple[Span, ...]) -> Block:
        """Return the block with the depth and direction of the present place."""
        marker, self.marker = self.marker, ""
        return Block(
            block.kind, block.text, spans, block.level, self.quote, self.indent, marker,
            block.rows, block.src, block.credit, _reads_rtl(block.text, self.direction), block.alt,
        )  # fmt: skip

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._blank = text[-1].isspace()


def _tidied(text: str) -> str:
    if text.isascii() and text.isspace():
        return " "
    collapsed = _collapsed(text)
    if (cleaned := sanitize(collapsed)) == collapsed:
        return collapsed
    # What went stood between spaces, or before the first word.
    return _collapsed(cleaned)


def _collapsed(text: str) -> str:
    """Return the text with one space for each run of white space, also at its ends, where other text may
    follow.
    """
    if text.isascii():
        if "\n" not in text and "  " not in text and text.isprintable():
            return text
        words = " ".join(text.split())
        if not words:
            return " "
        return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"
    if "\n" in text or "  " in text or not text.isprintable():
        text = _with_single_spaces(text)
        if "\u00a0" in text:
            text = _WIDE_WHITE.sub(" ", text)
        if any(sign in text for sign in _INVISIBLE):
            text = text.translate(_INVISIBLE_GONE)
    return text


def _with_single_spaces(text: str) -> str:
    """Return the text with one space for each run of white space; a pattern takes eight times as long."""
    for sign in _WHITE:
        if sign in text:
            text = text.replace(sign, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _reads_rtl(text: str, direction: str) -> bool:
    if direction or text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return direction == "rtl"
    strong = (kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL"))
    return next(strong, "L") != "L"


def _merged(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """Return the spans in order, without blank edges; those of one style with nothing between them are
    one.
    """
    if not spans:
        return ()
    if len(spans) == 1 and spans[0].style != "ruby":  # as in nearly all paragraphs that have any
        (span,) = spans
        start, end = _without_blanks(text, span.start, min(span.end, len(text)))
        return (Span(start, end, span.style, span.href),) if start < end else ()
    kept: list[Span] = []
    latest: dict[tuple[str, str], int] = {}
    placed = [(*_without_blanks(text, span.start, min(span.end, len(text))), span) for span in spans]
    for start, end, span in sorted(placed, key=lambda place: (place[0], -place[1])):
        if start >= end or (span.style == "ruby" and not RUBY.fullmatch(text[start:end])):
            continue
        key = (span.style, span.href)
        index = latest.get(key)
        touches = index is not None and not text[kept[index].end : start].strip()
        if index is not None and touches and span.style != "ruby":
            kept[index] = Span(kept[index].start, max(end, kept[index].end), span.style, span.href)
        else:
            latest[key] = len(kept)
            kept.append(Span(start, end, span.style, span.href))
    return tuple(sorted(kept, key=lambda span: (span.start, -span.end, span.style)))


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
