"""What a library's file has of articles' insides, as our own readers would have made it.

The bytes are of the right form where they can be read, and say what anybody wrote: texts have controls,
addresses are a script's or a local file's, numbers are out of all bounds, hashes are paths.
"""

import re
from collections.abc import Sequence

import msgspec

from reader.document import serialization
from reader.document.blocks import VERSION, Block, Cell, Document, Span, Token
from reader.document.sanitize import sanitize, sanitize_line
from reader.document.spans import RUBY
from reader.store.articles.details import Extra, pack_details, unpack_extra
from reader.store.rows import EARLIEST, LATEST, PRECISIONS
from reader.urls.carried import is_carried
from reader.urls.safe import safe_url

DEEPEST = 1_000
"""Lists and quotes that a block may be in."""

WIDEST = 60
"""Columns that a cell may span."""

MARKER = 40
"""Characters of the marker of a list's item."""

MANY = 1_000
"""Files and facts that an article may have."""


def sound_body(body: bytes) -> bytes:
    """Return a serialized document in which all is sound; nothing where it is none."""
    try:
        if not body or len(body) > serialization.LARGEST:
            return b""
        document = serialization.deserialize(body)
        raw, base = serialization.deserialize_raw(body)
        sound = Document(tuple(map(_block, document.blocks)), min(max(document.version, 0), VERSION))
        address = sanitize_line(base)
        return body if (sound, address) == (document, base) else serialization.serialize(sound, raw, address)
    except ValueError:
        return b""


def sound_details(packed: bytes | None) -> bytes | None:
    """Return an article's packed details in which all is sound; None where they are none."""
    try:
        extra = unpack_extra(packed)
    except ValueError:
        return None
    sound = msgspec.structs.replace(
        extra,
        published=tuple(map(sanitize_line, extra.published)),
        updated=(*map(sanitize_line, extra.updated[:2]), _line(extra.updated[2])),
        captured=_captured(extra),
        enclosures=tuple(
            (url, _line(kind), length if length is not None and 0 <= length < 1 << 63 else None)
            for address, kind, length in extra.enclosures[:MANY]
            if (url := safe_url(address))
        ),
        facts={
            sanitize_line(name): msgspec.structs.replace(
                fact,
                rule=sanitize_line(fact.rule),
                value=None if fact.value is None else sanitize(fact.value),
                line=fact.line if fact.line is not None and 0 <= fact.line < 1 << 63 else None,
                element=_line(fact.element),
                header=_line(fact.header),
            )
            for name, fact in list(extra.facts.items())[:MANY]
        },
        original=extra.original if re.fullmatch("[0-9a-f]{64}", extra.original or "") else None,
        comments=safe_url(extra.comments or ""),
    )
    return packed if sound == extra else pack_details(sound)


def _line(text: str | None) -> str | None:
    return None if text is None else sanitize_line(text) or None


def _captured(extra: Extra) -> tuple[int, int, str | None, str, str] | None:
    if extra.captured is None:
        return None
    at, precision, zone, rule, raw = extra.captured
    if not (EARLIEST <= at <= LATEST and 0 <= precision < len(PRECISIONS)):
        return None
    return at, precision, _line(zone), sanitize_line(rule), sanitize_line(raw)


def _block(block: Block) -> Block:
    rows = tuple(tuple(map(_cell, row)) for row in block.rows if row)
    kind = "paragraph" if block.kind == "table" and not rows else block.kind
    text, spans = _text(block.text, block.spans)
    src = sanitize_line(block.src)
    if kind != "code" and src and not is_carried(src):
        src = sanitize_line(safe_url(src) or "")
    return Block(
        kind, text, spans, min(max(block.level, 0), 6), min(max(block.quote, 0), DEEPEST),
        min(max(block.indent, 0), DEEPEST), sanitize_line(block.marker)[:MARKER], rows, src,
        sanitize(block.credit), block.rtl, sanitize(block.alt), _tokens(text, block),
    )  # fmt: skip


def _cell(cell: Cell) -> Cell:
    text, spans = _text(cell.text, cell.spans)
    return Cell(text, spans, cell.head, min(max(cell.columns, 1), WIDEST))


def _text(text: str, spans: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """Return a text and its spans; none where the text had what is taken out, as they are out of place."""
    sound = sanitize(text)
    kept: list[Span] = []
    for span in spans if sound == text else ():
        href = safe_url(span.href) or "" if span.href else ""
        is_link = bool(href) or span.style != "link"
        is_ruby = span.style != "ruby" or RUBY.fullmatch(text[max(span.start, 0) : max(span.end, 0)])
        if 0 <= span.start < span.end <= len(text) and is_link and is_ruby:
            kept.append(Span(span.start, span.end, span.style, href))
    return sound, tuple(sorted(kept, key=lambda span: (span.start, -span.end, span.style)))


def _tokens(text: str, block: Block) -> tuple[Token, ...]:
    """Return the tokens of code, if they are in order and inside of the text."""
    end = 0
    for token in block.tokens:
        if not end <= token.start < token.end <= len(text) or text != block.text:
            return ()
        end = token.end
    return block.tokens
