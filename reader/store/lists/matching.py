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
"""Where words are looked for."""

ANY = "any"
"""All columns, one after another: no phrase reaches from one into the next."""


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
    _phrases: dict[str, str] = field(default_factory=dict)

    def words(self, column: str) -> str:
        """Return the words of a column as the index has them, one or more spaces before and behind each."""
        found = self._words.get(column)
        if found is None:
            if column == ANY:
                found = " | ".join(map(self.words, COLUMNS))
            else:
                found = f" {normalize(self.texts[column][:LARGEST_TEXT]).translate(_SEPARATORS)} "
            self._words[column] = found
        return found

    def phrases(self, column: str) -> str:
        """Return the words of a column with one space between two, so that phrases are found in them."""
        found = self._phrases.get(column)
        if found is None:
            found = self._phrases[column] = f" {' '.join(self.words(column).split())} "
        return found


_SEPARATORS = {code: " " for code in range(128) if not chr(code).isalnum()}
"""The ASCII characters that end a word in the index."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word or a phrase as it stands among the words of an article."""

    column: str
    first: str
    """The first word, with what must stand before and behind it."""
    whole: str
    """All words; "" where the first is all of them."""

    def found(self, candidate: Candidate) -> bool:
        return self.first in candidate.words(self.column) and (
            not self.whole or self.whole in candidate.phrases(self.column)
        )


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

    def among(self, candidates: Sequence[Candidate], source: Source) -> list[Candidate]:
        """Return those of the articles of one feed that the query finds."""
        if self.nothing or self.query.saved is True or not self._suits_source(source):
            return []
        if not self.wanted:
            return [candidate for candidate in candidates if self._suits(candidate)]
        wanted, first = self.wanted[0], self.wanted[0].first
        return [
            candidate
            for candidate in candidates
            if first in candidate.words(wanted.column) and self._suits(candidate)
        ]

    def _suits(self, candidate: Candidate) -> bool:
        return (
            not candidate.deleted
            and self._suits_marks(candidate)
            and self._suits_time(candidate)
            and all(phrase.found(candidate) for phrase in self.wanted)
            and not any(phrase.found(candidate) for phrase in self.excluded)
            and all(_is_from(candidate, site) is not negated for site, negated in self.sites)
        )

    def _suits_marks(self, candidate: Candidate) -> bool:
        query = self.query
        return (
            (query.read is None or query.read is candidate.read)
            and (query.starred is None or query.starred is candidate.starred)
            and not query.highlighted
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
    return site in candidate.source.words or site in candidate.phrases("site")


def matcher_of(query: Query) -> Matcher:
    """Make a query ready to be asked of articles in memory."""
    told = [(term, found) for term in query.terms[:LONGEST] if (found := tokens(term.text))]
    wanted = [_phrase(term, found, begins=True) for term, found in told if _is_of_words(term, negated=False)]
    return Matcher(
        query=query,
        wanted=tuple(sorted(wanted, key=lambda phrase: phrase.column == ANY)),
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
    end = "" if begins and is_beginning(term, found) else " "
    if len(found) == 1:
        return _Wanted(term.field, f" {found[0]}{end}", "")
    return _Wanted(term.field, f" {found[0]} ", f"{''.join(f' {word}' for word in found)}{end}")
