"""A query's meaning for an article in memory: the same as the index gives, for articles that just arrived.

Fifty rules ask this of each article, so the words of a query are made ready once, and those of an article
when they are first needed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reader.model import Query, Term
from reader.store.lists.fts_query import LONGEST, is_beginning, tokens
from reader.store.lists.normalize import normalize

LARGEST_TEXT = 2_000_000
"""Characters of a text that are looked at, as many as are indexed."""

COLUMNS = ("title", "author", "site", "text")
"""Where words are looked for, the shortest first."""


@dataclass(frozen=True, slots=True)
class Source:
    """The feed of an article, as queries see it."""

    id: int
    folder: str | None
    words: str
    """The words of its names and addresses, each with a space before it."""


def source_words(names: Iterable[str | None]) -> str:
    """Return the words of a feed's names and addresses, for `Source`."""
    return "".join(f" {word}" for word in tokens(" ".join(name or "" for name in names)))


@dataclass(slots=True)
class Candidate:
    """An article in memory, with the reader's marks as they are by now."""

    id: int
    source: Source
    texts: dict[str, str]
    """What it says, by `COLUMNS`."""
    sort_at: int
    to_the_day: bool
    """Whether no time of day is known of its date."""
    read: bool = False
    starred: bool = False
    deleted: bool = False
    tags: set[str] = field(default_factory=set)
    """The reader's tags, in small letters."""
    _words: dict[str, str] = field(default_factory=dict)

    def words(self, column: str) -> str:
        """Return the words of a column as the index has them, a space before and behind each."""
        found = self._words.get(column)
        if found is None:
            found = self._words[column] = _spaced(self.texts.get(column) or "")
        return found


_SEPARATORS = {code: " " for code in range(128) if not chr(code).isalnum()}
"""The ASCII characters that end a word in the index."""


def _spaced(text: str) -> str:
    words = normalize(text[:LARGEST_TEXT]).translate(_SEPARATORS).split()
    return f" {' '.join(words)} " if words else ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A phrase as it stands among the words of an article."""

    columns: tuple[str, ...]
    text: str

    def found(self, candidate: Candidate) -> bool:
        return any(self.text in candidate.words(column) for column in self.columns)


@dataclass(frozen=True, slots=True)
class Matcher:
    """A query made ready to be asked of many articles in memory."""

    query: Query
    wanted: tuple[_Wanted, ...]
    """Those of one short column come first: most articles are decided by them."""
    excluded: tuple[_Wanted, ...]
    sites: tuple[tuple[str, bool], ...]
    """The words of each site, a space before each, and whether it must be another one."""
    tags: frozenset[str]
    not_tags: frozenset[str]
    nothing: bool

    def matches(self, candidate: Candidate) -> bool:
        """Return whether the query finds the article."""
        return (
            not self.nothing
            and not candidate.deleted
            and self._suits_marks(candidate)
            and self._suits_source(candidate.source)
            and self._suits_time(candidate)
            and all(_is_from(candidate, site) is not negated for site, negated in self.sites)
            and all(phrase.found(candidate) for phrase in self.wanted)
            and not any(phrase.found(candidate) for phrase in self.excluded)
        )

    def _suits_marks(self, candidate: Candidate) -> bool:
        query = self.query
        return (
            query.saved is not True
            and (query.read is None or query.read is candidate.read)
            and (query.starred is None or query.starred is candidate.starred)
            and self.tags <= candidate.tags
            and not self.not_tags & candidate.tags
        )

    def _suits_source(self, source: Source) -> bool:
        query = self.query
        if query.feeds is not None and source.id not in query.feeds:
            return False
        if source.id in query.not_feeds:
            return False
        inside = query.folder is None or f"{(source.folder or '').casefold()}/".startswith(
            f"{query.folder.strip('/').casefold()}/"
        )
        return inside and (query.folder is None or source.folder is not None)

    def _suits_time(self, candidate: Candidate) -> bool:
        query, at = self.query, candidate.sort_at
        if query.after is not None:
            day = query.after_day if candidate.to_the_day else None
            if at < (query.after if day is None else day):
                return False
        if query.before is not None:
            day = query.before_day if candidate.to_the_day else None
            if at >= (query.before if day is None else day):
                return False
        return True


def _is_from(candidate: Candidate, site: str) -> bool:
    """Return whether an article's site, or its feed's name or address, holds these words."""
    return site in candidate.source.words or site in candidate.words("site")


def matcher_of(query: Query) -> Matcher:
    """Make a query ready to be asked of articles in memory."""
    told = [(term, found) for term in query.terms[:LONGEST] if (found := tokens(term.text))]
    wanted = [_phrase(term, found, begins=True) for term, found in told if _is_of_words(term, negated=False)]
    return Matcher(
        query=query,
        wanted=tuple(sorted(wanted, key=lambda phrase: len(phrase.columns))),
        excluded=tuple(
            _phrase(term, found, begins=False) for term, found in told if _is_of_words(term, negated=True)
        ),
        sites=tuple(
            ("".join(f" {word}" for word in found), term.negated)
            for term, found in told
            if term.field == "site"
        ),
        tags=frozenset(tag.casefold() for tag in query.tags),
        not_tags=frozenset(tag.casefold() for tag in query.not_tags),
        nothing=query.nothing or query.feeds == () or (bool(query.terms) and not told),
    )


def _is_of_words(term: Term, *, negated: bool) -> bool:
    return term.field != "site" and term.negated is negated


def _phrase(term: Term, found: Sequence[str], *, begins: bool) -> _Wanted:
    text = "".join(f" {word}" for word in found)
    if not (begins and is_beginning(term, found)):
        text += " "
    return _Wanted(COLUMNS if term.field == "any" else (term.field,), text)
