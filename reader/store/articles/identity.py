"""By what an article of a feed is known again: decisions only, no database.

An article is known by the feed's id for it, else by its link, else by a hash of its title and date. Feeds
change ids, use one id for several articles, and flip http and https; RFC 4287 section 4.1.1 allows one
document to hold several versions of an entry. Keys are 64-bit hashes, good within one feed.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from reader.model import ParsedArticle
from reader.store.lists.normalize import replaced_alone
from reader.urls.canonical import same_address

Purged = Literal[0]
Shared = Literal[-1]
ReadAgain = Literal[-2]

PURGED: Purged = 0
"""Stands for an article's id: the article was deleted for good and must not come back."""

SHARED: Shared = -1
"""Stands for an article's id: the feed has this key for several articles, so it identifies none."""

READ_AGAIN: ReadAgain = -2
"""Stands for an article's id: the article was read before its library was damaged, and comes as read."""


class Known(msgspec.Struct, frozen=True):
    """What the store knows of an article when its feed is read again."""

    article: int
    title: str
    text_hash: int
    published: int | None


class Entry(msgspec.Struct, frozen=True):
    """An article of the document with the keys that it may be known by."""

    parsed: ParsedArticle
    main: int
    """The hash of the feed's id, else of the link, else of title and date."""
    exact: int
    """The hash of `main` with title and date: tells apart articles that share an id."""
    alias: int | None
    """The hash of link and title: survives a change of ids."""
    text_hash: int


class Decision(msgspec.Struct, frozen=True):
    """What becomes of one entry."""

    entry: Entry
    article: int | None
    """The known article that it is; None: a new one."""
    keys: tuple[int, ...]
    """The keys by which the article is known from now on."""
    read: bool = False
    """Whether a new article is marked read at once, because it was read before."""


def number(text: str) -> int:
    """Return a signed 64-bit hash."""
    return _hashed(text.encode("utf-8", "replace"))


def _hashed(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), signed=True)


def text_hash(text: str) -> int:
    """Return a hash of a text without its spaces: another layout of the same words is no other text."""
    folded = text if text.isascii() else replaced_alone(text, _folded)
    if folded is None:
        folded = "".join(text.split()).casefold()
    return _hashed(folded.encode("utf-8", "replace").translate(_LOWER, _BLANKS))


_BLANKS = bytes(code for code in range(128) if chr(code).isspace())

_LOWER = bytes(code + 32 if chr(code).isupper() else code for code in range(128)) + bytes(range(128, 256))
"""Lower case for ASCII, in UTF-8."""


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return "" if character.isspace() else character.casefold()


_COUNTS = re.compile(
    r"(?:[\W\d_]|comments?|repl(?:y|ies)|points?|votes?|likes?|views?|shares?|kommentare?|commentaires?"
    r"|comentarios?|r[ée]ponses?|antworten)+",
    re.IGNORECASE,
)


def without_counts(text: str) -> str:
    """Return a text without lines such as `Points: 12` and `3 comments`, which change without an edit."""
    return "\n".join(line for line in text.split("\n") if not _COUNTS.fullmatch(line))


def entry_of(parsed: ParsedArticle) -> Entry:
    """Return an article with its keys."""
    date = parsed.published.at if parsed.published else ""
    title = parsed.title.strip()
    link = same_address(parsed.link) if parsed.link else ""
    key = (parsed.key or "").strip()
    if key or link:
        main = number(f"id {same_address(key) if key else link}")
    else:
        main = number(f"title {title or parsed.text}\n{date}")
    return Entry(
        parsed=parsed,
        main=main,
        exact=number(f"exact {main}\n{title or text_hash(parsed.text)}\n{date}"),
        alias=number(f"alias {link}\n{title}") if link and title else None,
        text_hash=text_hash(parsed.text),
    )


def distinct(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Group a document's articles by id, in its order; of versions of one article the latest is kept.

    Two entries with one id are one article if title or text agree; a group of several is of articles that
    share an id.
    """
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        group = groups.setdefault(entry.main, [])
        for index, other in enumerate(group):
            if _agree(entry, other):
                group[index] = _later(other, entry)
                break
        else:
            group.append(entry)
    return list(groups.values())


def _agree(one: Entry, other: Entry) -> bool:
    """Return whether two entries of one id are one article; without titles their texts decide."""
    title = one.parsed.title.strip()
    same_text = one.text_hash == other.text_hash
    return (
        same_text
        if not title
        else title == other.parsed.title.strip() or (same_text and bool(one.parsed.text))
    )


def _later(first: Entry, second: Entry) -> Entry:
    """Return the entry with the later date; of two with the same or none, the second."""

    def moment(entry: Entry) -> int | None:
        date = entry.parsed.updated or entry.parsed.published
        return date.at if date else None

    one, other = moment(first), moment(second)
    return first if one is not None and other is not None and one > other else second


Meanings = Mapping[int, Known | Purged | Shared | ReadAgain]

Lookup = Callable[[Sequence[int]], Meanings]
"""What the store knows of each key: an article, `PURGED`, `SHARED`, or `READ_AGAIN`; unknown keys are
left out."""


def decide(parsed: Iterable[ParsedArticle], lookup: Lookup) -> list[Decision]:
    """Decide what becomes of each article of a feed's document, in the document's order.

    Purged articles and repeated versions are left out.
    """
    groups = distinct(map(entry_of, parsed))
    known = lookup([key for group in groups for entry in group for key in (entry.main, entry.exact)])
    found = [(entry, _by_id(entry, group, known)) for group in groups for entry in group]
    strangers = [entry for entry, article in found if article is None and entry.alias is not None]
    aliases = lookup([entry.alias for entry in strangers if entry.alias is not None]) if strangers else {}
    taken = {article for _, article in found if article}
    decided: set[int] = set()
    shared = {entry.main for group in groups if len(group) > 1 for entry in group}
    shared |= {key for key, meaning in known.items() if meaning == SHARED}
    decisions = []
    for entry, article in found:
        if article is None:
            article = _by_alias(entry, aliases, taken)
        if article == PURGED or article in decided:
            continue
        read = article is None and READ_AGAIN in _meanings(entry, known, aliases)
        decisions.append(Decision(entry, article, _keys(entry, entry.main in shared), read))
        if article is not None:
            taken.add(article)
            decided.add(article)
    return decisions


def _meanings(entry: Entry, known: Meanings, aliases: Meanings) -> tuple[object, ...]:
    alias = aliases.get(entry.alias) if entry.alias is not None else None
    return known.get(entry.exact), known.get(entry.main), alias


def _by_id(entry: Entry, group: Sequence[Entry], known: Meanings) -> int | None:
    """Return the article that an entry's own id names: its id, `PURGED`, or None."""
    exact, main = known.get(entry.exact), known.get(entry.main)
    for meaning in (exact, main):
        if meaning is None or meaning in (SHARED, READ_AGAIN):
            continue
        alone = meaning is exact or len(group) == 1
        if isinstance(meaning, Known):
            if alone or _is(entry, meaning):
                return meaning.article
        elif alone:
            return PURGED
    return None


def _is(entry: Entry, known: Known) -> bool:
    """Return whether an entry is the article that is kept under its key."""
    title = entry.parsed.title.strip()
    same_text = entry.text_hash == known.text_hash
    return same_text if not title else title == known.title or (same_text and bool(entry.parsed.text))


def _by_alias(entry: Entry, aliases: Meanings, taken: set[int]) -> int | None:
    """Return the article with the same link and title, unless the document has it too or the days differ."""
    meaning = aliases.get(entry.alias) if entry.alias is not None else None
    if meaning == PURGED:
        return PURGED
    if not isinstance(meaning, Known) or meaning.article in taken:
        return None
    date = entry.parsed.published
    same_date = date is None or meaning.published is None or date.at == meaning.published
    return meaning.article if same_date or entry.text_hash == meaning.text_hash else None


def _keys(entry: Entry, shared: bool) -> tuple[int, ...]:
    first = entry.exact if shared else entry.main
    return (first,) if entry.alias is None else (first, entry.alias)


def shared_keys(decisions: Iterable[Decision]) -> set[int]:
    """Return the keys that identify no article from now on."""
    return {decision.entry.main for decision in decisions if decision.keys[0] == decision.entry.exact}
