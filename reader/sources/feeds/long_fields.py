"""Fields of a feed that are too long: each is cut where it stands, before a parser copies it many times."""

import re

from reader.sources.feeds.raw_feed import LONGEST_FIELD

_SPARE = 8192
"""Characters that are left of a field beyond the limit, so that who reads it sees that it was too long."""

_ANY = re.compile(rb"<[A-Za-z_][\w:.-]*[^<>]*>")
_FIELD = re.compile(
    rb"<(?!(?:[\w.-]+:)?(?:rss|rdf|feed|channel|item|entry)[\s/>])([A-Za-z_][\w:.-]*)(?:\s[^<>]*)?(?<!/)>",
    re.IGNORECASE,
)
"""The begin of an element that holds no fields itself."""
_ARTICLE_END = re.compile(rb"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)

_TAG = re.compile(rb"<(/?)([A-Za-z_][\w:.-]*)[^<>]*?(/?)>")
_REFERENCE = re.compile(rb"&[#\w]{1,31};")
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"

_CONTINUATION = bytes(range(0x80, 0xC0))
"""Bytes that begin no character in UTF-8."""

_APART = (b" ", b"\n", b"\t", b"&")
"""Bytes that are part of no other character in any encoding of feeds: a text can be cut before them."""


def cut_fields(body: bytes) -> bytes:
    """Return an XML document whose fields have few more than `LONGEST_FIELD` characters.

    A field is what is directly in an article or in the feed; elements inside it that are open where it is cut
    are closed.
    """
    if len(body) <= LONGEST_FIELD:
        return body
    parts, kept = [], 0
    outermost = _ANY.search(body)
    at = outermost.end() if outermost else len(body)
    while len(body) - at > LONGEST_FIELD and (field := _FIELD.search(body, at)) is not None:
        at = field.end()
        end = _end_of(body, at, b"</" + field[1])
        if end - at > LONGEST_FIELD:
            parts += [body[kept:at], _cut(body[at:end])]
            kept = end
        at = end
    return b"".join([*parts, body[kept:]]) if parts else body


def _end_of(body: bytes, start: int, end_tag: bytes) -> int:
    """Return where the field ends whose content starts here: at its end tag, else at its article's."""
    search_from, near = start, start + LONGEST_FIELD
    while 0 <= search_from < near and (end := body.find(end_tag, search_from, near)) >= 0:
        opened = body.rfind(_CDATA, search_from, end)
        if opened < 0 or body.find(_CDATA_END, opened, end) >= 0:
            return end
        search_from = body.find(_CDATA_END, end, near)  # the end tag is part of a text
    return _far_end_of(body, near, end_tag)


def _far_end_of(body: bytes, at: int, end_tag: bytes) -> int:
    end = body.find(end_tag, at)
    article = _ARTICLE_END.search(body, at)
    ends = ([end] if end >= 0 else []) + ([article.start()] if article else [])
    return min(ends, default=len(body))


def _cut(field: bytes) -> bytes:
    """Return the beginning of a field, with the elements closed that are open there.

    A field that has few characters for its bytes is returned as it is.
    """
    at, left, opened = 0, LONGEST_FIELD + _SPARE, list[bytes]()
    while at < len(field) and left > 0:
        if (tag := _TAG.match(field, at)) is not None:
            _note(tag, opened)
            at, left = tag.end(), left - len(tag[0])
            continue
        start, end, following = _text_at(field, at)
        stop, characters = _reach(field, start, end, left)
        if stop < end:
            return field[: _apart(field, start, stop)] + field[end:following] + _end_tags(opened)
        at, left = following, left - characters
    return field[:at] + _end_tags(opened) if at < len(field) else field


def _note(tag: re.Match[bytes], opened: list[bytes]) -> None:
    """Note which elements are open after a tag."""
    if tag[1]:
        if opened and opened[-1] == tag[2]:
            opened.pop()
    elif not tag[3]:
        opened.append(tag[2])


def _end_tags(opened: list[bytes]) -> bytes:
    return b"".join(b"</" + name + b">" for name in reversed(opened))


def _text_at(field: bytes, at: int) -> tuple[int, int, int]:
    """Return where the text at this position begins and ends, and where what follows it begins."""
    if field.startswith(_CDATA, at):
        start = at + len(_CDATA)
        end = field.find(_CDATA_END, start)
        return (start, end, end + len(_CDATA_END)) if end >= 0 else (start, len(field), len(field))
    end = field.find(b"<", at + 1)
    return (at, end, end) if end >= 0 else (at, len(field), len(field))


def _reach(field: bytes, start: int, end: int, most: int) -> tuple[int, int]:
    """Return how far so many characters of a text reach, and how many characters that is.

    A reference is one character, and so are all bytes of one in UTF-8.
    """
    at, characters = start, 0
    while at < end and characters < most:
        part = field[at : min(end, at + max(64, most - characters))]
        characters += len(part.translate(None, _CONTINUATION))
        characters -= sum(len(found[0]) - 1 for found in _REFERENCE.finditer(part))
        at += len(part)
    return at, characters


def _apart(field: bytes, start: int, stop: int) -> int:
    """Return a position at or a little before `stop` that is in the middle of no character or reference."""
    near = max(start, stop - _SPARE // 2)
    position = max(field.rfind(byte, near, stop) for byte in _APART)
    if position >= 0:
        return position
    while start < stop < len(field) and field[stop] in _CONTINUATION:
        stop -= 1
    return stop
