"""JSON-LD in a page: the object that describes its article."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

Object = Mapping[str, object]

_FIELDS = ("headline", "datePublished", "author")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart", "item")
"""Where the article may be; other keys hold other things' data (a related story, a video)."""
_NOT_ARTICLES = frozenset(
    ("website", "organization", "newsmediaorganization", "breadcrumblist", "listitem", "person",
    "imageobject", "sitenavigationelement", "searchaction", "videoobject", "audioobject", "comment",
    "product", "offer", "event", "place")
)  # fmt: skip
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_TAG = re.compile(r"<[^<>]{1,200}>")
_DEEPEST = 8


def describe_article(scripts: Sequence[str]) -> Object:
    """The object that says most of what an article has; empty where no script describes one."""
    best: Object = {}
    most = 0
    for script in scripts:
        for candidate in _objects(_loaded(script), 0):
            known = sum(bool(candidate.get(field)) for field in _FIELDS)
            known += 1 if "article" in _type(candidate) or "posting" in _type(candidate) else 0
            if known > most and not (_types(candidate) & _NOT_ARTICLES):
                best, most = candidate, known
    return best


def _loaded(script: str) -> object:
    text = _WRAPPER.sub("", script.strip()).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int) -> Iterator[Object]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _INSIDE:
            yield from _objects(value.get(key), depth + 1)


def _types(value: Object) -> set[str]:
    kind = value.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {str(each).rsplit("/", 1)[-1].lower() for each in kinds if each}


def _type(value: Object) -> str:
    return " ".join(_types(value))


def text_of(value: object) -> str:
    """A value as text: a string without its HTML, a thing's name, the first of several."""
    if isinstance(value, list):
        return next(filter(None, map(text_of, value)), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("@id") or "")
    if not isinstance(value, str):
        return ""
    text = unescape(unescape(value))
    return " ".join((_TAG.sub(" ", text) if "<" in text else text).split())


def texts_of(value: object) -> list[str]:
    """All the texts of a value that may be one or many: authors."""
    values = value if isinstance(value, list) else [value]
    return [text for each in values if (text := text_of(each))]
