"""JSON documents of others: whole ones, and as much as is whole of one that breaks off."""

import json
import re
from dataclasses import dataclass
from typing import Any

from reader.document.encoding import decode
from reader.sources.feeds.raw_feed import NotAFeed

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
"""A string, also one that breaks off, or a bracket."""

_ITEMS = ("{[", "{{{[")
"""The brackets that are open between two articles: of a JSON Feed, and of RSS written as JSON."""

_DEEPEST = 500
"""Brackets inside each other; no feed has so many."""

_CLOSING = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """What a document says."""

    value: Any
    """Its value, as `json.loads` gives it."""
    cut: bool = False
    """Whether the document breaks off; the value then ends with the last object that is whole."""


def load(body: bytes) -> JsonDocument:
    """Return the document. Raises NotAFeed."""
    text = _text(body)
    try:
        # What stands behind the value, as comments of caches do, is passed over.
        return JsonDocument(json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0])
    except RecursionError:
        raise NotAFeed("it looks like JSON but is damaged") from None
    except ValueError:
        whole = _whole_part(text)
    try:
        return JsonDocument(json.loads(whole, strict=False), cut=True)
    except (ValueError, RecursionError):
        raise NotAFeed("it looks like JSON but is damaged") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        # The last character may be half one, which says nothing of the encoding.
        near_end = wrong.start > len(body) - 4 and wrong.end == len(body)
        return decode(body[: wrong.start] if near_end else body)


def _whole_part(text: str) -> str:
    """Return the document up to its last whole article, and close what is open there. Raises NotAFeed."""
    opened: list[str] = []
    end, left_open = 0, ""
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in _CLOSING:
            opened.append(sign)
        elif sign[0] in "]}":
            if not opened or _CLOSING[opened.pop()] != sign:
                raise NotAFeed("it looks like JSON but is damaged")
            if sign == "}" and len(opened) <= len(_ITEMS[-1]) and "".join(opened) in _ITEMS:
                end, left_open = token.end(), "".join(opened)
        if len(opened) > _DEEPEST:
            raise NotAFeed("it looks like JSON but is damaged")
    if not opened or not end:
        raise NotAFeed("it looks like JSON but is damaged")
    return text[:end] + "".join(_CLOSING[sign] for sign in reversed(left_open))
