"""newsboat's file `urls`: its subscriptions, their tags and titles, and its queries.

A line is words between blanks, with `"…"` around those that hold blanks and `\\"` inside; `#` begins a
comment. The first word is an address, `query:NAME:EXPRESSION`, `exec:COMMAND` or `filter:COMMAND:ADDRESS`;
the others are tags, `~` and a title, or `!` and anything, which hides the feed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.document.encoding import decode
from reader.document.sanitize import sanitize_line
from reader.urls.safe import safe_url
from reader.urls.typed import listed_url

LARGEST = 16 * 1024 * 1024
"""Bytes of the file at most."""

LONGEST_LINE = 20_000
"""Characters of a line at most; longer ones are no line of newsboat's."""

LONGEST_NAME = 200
"""Characters of a title or a folder's name at most."""

COMMANDS = ("exec:", "filter:")
"""What stands before a command that newsboat runs; it is never run here."""

QUERY = "query:"
"""What stands before a query's name and its expression."""


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A subscription."""

    url: str
    """Its address, http or https."""
    title: str | None
    """The reader's own name for it."""
    tags: tuple[str, ...]
    """Its tags; the first becomes its folder."""
    hidden: bool
    """Whether newsboat's list leaves it out."""


@dataclass(frozen=True, slots=True)
class ListedQuery:
    """A list of articles that newsboat finds by an expression."""

    name: str
    expression: str


@dataclass(frozen=True, slots=True)
class NewsboatList:
    """All that the file says."""

    feeds: tuple[ListedFeed, ...]
    """The subscriptions, each once."""
    queries: tuple[ListedQuery, ...]
    left_out: tuple[str, ...]
    """What cannot be taken over: each a sentence without its full stop."""


def is_newsboat_list(data: bytes, name: str) -> bool:
    """Return whether a file is newsboat's list: by its name, or by words that only newsboat writes."""
    lines = [words for words in _lines(data[:65_536]) if words]
    known = [words for words in lines if _is_entry(words[0])]
    if not lines or len(known) * 2 < len(lines):
        return False
    own = any(len(words) > 1 or words[0].startswith((QUERY, *COMMANDS)) for words in known)
    return name == "urls" or (own and len(known) == len(lines))


def _is_entry(word: str) -> bool:
    return word.startswith((QUERY, *COMMANDS)) or _web_url(word) is not None


def read_newsboat_list(data: bytes) -> NewsboatList:
    """Read the file; what cannot be used of it is told in words."""
    feeds: dict[str, ListedFeed] = {}
    queries: dict[str, ListedQuery] = {}
    left_out: list[str] = []
    for words in _lines(data[:LARGEST]):
        if not words:
            continue
        first = words[0]
        if first.startswith(QUERY):
            name, _, expression = first.removeprefix(QUERY).partition(":")
            queries.setdefault(first, ListedQuery(sanitize_line(name)[:LONGEST_NAME], expression))
        elif first.startswith(COMMANDS):
            left_out.append(f"{_shown(first)} runs a command and is left out")
        elif (url := _web_url(first)) is None:
            left_out.append(f"{_shown(first)} is no address of a feed and is left out")
        else:
            feeds.setdefault(url, _feed(url, words[1:]))
    return NewsboatList(tuple(feeds.values()), tuple(queries.values()), tuple(left_out))


def _web_url(word: str) -> str | None:
    url = safe_url(listed_url(word))
    return url if url and url.startswith("http") else None


def _feed(url: str, words: list[str]) -> ListedFeed:
    clean = [sanitize_line(word)[:LONGEST_NAME] for word in words]
    titles = [word[1:].strip() for word in clean if word.startswith("~")]
    tags = [word for word in clean if word and not word.startswith(("~", "!"))]
    hidden = any(word.startswith("!") for word in clean)
    return ListedFeed(url, next(filter(None, titles), None), tuple(dict.fromkeys(tags)), hidden)


def _shown(word: str) -> str:
    return sanitize_line(word)[:80]


_WORD = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"?|(\S+))')


def _lines(data: bytes) -> Iterator[list[str]]:
    """Yield the words of each line; none for an empty line, a comment, and one that is too long."""
    for line in decode(data).splitlines():
        if line.lstrip().startswith("#") or len(line) > LONGEST_LINE:
            yield []
        else:
            yield [_word(found) for found in _WORD.finditer(line) if found[0].strip()]


def _word(found: re.Match[str]) -> str:
    quoted: str | None = found[1]
    return found[2] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
