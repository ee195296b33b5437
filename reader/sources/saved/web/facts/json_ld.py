"""JSON-LD in a page: the object that describes its article."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

Object = Mapping[str, object]

_FIELDS = ("headline", "datePublished", "author")
_LISTS = ("itemListElement", "blogPost", "blogPosts")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "item", *_LISTS)
"""The keys below which the article may be; others hold related things, as a story or a video."""
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
_COMMENT = re.compile(r"^\s*(?://(?!\s*<!\[CDATA\[)[^\n]*\n|/\*(?!\s*<!\[CDATA\[).*?\*/)", re.DOTALL)
_PREFIX = re.compile(r"^(?:schema:|https?://schema\.org/)")
_MOST_VALUES = 50
_EPOCH = 10**9 - 1
"""The number above which one may be a date, in seconds or milliseconds."""
_DEEPEST = 8


def describe_article(values: Sequence[object], headings: str = "") -> Object:
    """Return the object that describes the article best; empty where no value describes one.

    `values`: of the page's scripts. An object with the headline in the page's `headings` goes first: a page
    may describe related stories as well, and of a list's items no other counts.
    """
    best: Object = {}
    most = 0
    for value in values:
        for candidate, listed in _objects(value, 0):
            known = sum(bool(candidate.get(field)) for field in _FIELDS)
            known += 1 if "article" in _type(candidate) or "posting" in _type(candidate) else 0
            same = bool(headings) and is_headed(_name(candidate), headings)
            if _types(candidate) & _NOT_ARTICLES or (listed and headings and not same):
                continue
            known += 2 if known and same else 0
            if known > most:
                best, most = candidate, known
    return _resolved(best, values) if best else best


def _resolved(article: Object, values: Sequence[object]) -> Object:
    """Return the article with its `@id`s resolved: `{"author": {"@id": "#lena"}}`."""
    named = {
        str(thing["@id"]): thing for value in values for thing, _ in _objects(value, 0) if _has_name(thing)
    }

    def resolved(value: object) -> object:
        """Return a value with the named things its `@id`s refer to."""
        if isinstance(value, list):
            return [resolved(item) for item in value]
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return named.get(str(value.get("@id")), {})
        return value

    return {**article, **{key: resolved(article[key]) for key in ("author", "publisher") if key in article}}


def _has_name(thing: Object) -> bool:
    return bool(thing.get("@id") and thing.get("name"))


def _name(value: Object) -> str:
    return text_of(value.get("headline") or value.get("name"))


def is_headed(headline: str, headings: str) -> bool:
    """Return whether most words of a thing's headline stand in the page's headings."""
    words = set(re.findall(r"\w+", headline.casefold()))
    return bool(words) and len(words & set(re.findall(r"\w+", headings.casefold()))) * 2 > len(words)


def value_of(script: str) -> object:
    """Return the value of a script; None where it is damaged beyond the usual mistakes."""
    text = _WRAPPER.sub("", _COMMENT.sub("", script.strip("\ufeff \t\r\n"))).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub("", text), unescape(text) if "&quot;" in text else ""):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _several(text) or _salvaged(text)


def _several(text: str) -> list[object] | None:
    """Return the values of a script that has several in a row."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    while text and len(values) < _MOST_VALUES:
        try:
            value, end = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            return None
        values.append(value)
        text = text[end:].lstrip(" \t\r\n,;")
    return values or None


def _salvaged(text: str) -> Object | None:
    """Return what is certain in a damaged article's script: dates that are in it only once, its type."""
    if not re.search(r"\"@type\"\s*:\s*\"(?:\w*Article|\w*Posting)\"", text):
        return None
    found: dict[str, object] = {"@type": "Article"}
    for key in ("datePublished", "dateModified"):
        dates = set(re.findall(rf"\"{key}\"\s*:\s*\"([^\"\n]{{4,40}})\"", text))
        if len(dates) == 1:
            found[key] = dates.pop()
    return found if "datePublished" in found else None


def _objects(value: object, depth: int, *, listed: bool = False) -> Iterator[tuple[Object, bool]]:
    """Yield the things that the value describes, each with whether it is a list's item."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1, listed=listed)
    elif isinstance(value, dict):
        value = {_PREFIX.sub("", str(key)): field for key, field in value.items()}
        yield value, listed
        for key in _INSIDE:
            yield from _objects(value.get(key), depth + 1, listed=listed or key in _LISTS)


def _types(value: Object) -> set[str]:
    kinds = value.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).rsplit("/", 1)[-1].lower() for kind in kinds if kind}


def _type(value: Object) -> str:
    return " ".join(_types(value))


def text_of(value: object) -> str:
    """Return a value as text: a string without its HTML, a thing's name, the first of several."""
    if isinstance(value, list):
        return next(filter(None, map(text_of, value)), "")
    if isinstance(value, int) and value > _EPOCH:
        return str(value)
    if isinstance(value, dict):
        value = {_PREFIX.sub("", str(key)): field for key, field in value.items()}
        return text_of(value.get("name") or value.get("@value") or value.get("@id") or "")
    if not isinstance(value, str):
        return ""
    text = unescape(unescape(value))
    return " ".join((_TAG.sub(" ", text) if "<" in text else text).split())


def texts_of(value: object) -> list[str]:
    """Return all texts of a value that may be one or several, as authors are."""
    values = value if isinstance(value, list) else [value]
    return [text for item in values if (text := text_of(item))]
