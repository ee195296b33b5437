"""A query's meaning for an article in memory: the same as the index gives, for articles that just arrived.

Fifty rules ask this of each article, so the words of a query are made ready once, and its first word is
looked for in all articles together that a feed brings: most rules find nothing there.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

import msgspec

from reader.model import Query, Term
from reader.store.lists.fts_query import LONGEST, is_beginning, tokens
from reader.store.lists.normalize import normalize

LARGEST_TEXT = 2_000_000
"""Characters of a text that are looked at, as many as are indexed."""

COLUMNS = ("title", "author", "site", "text")
"""Where words are looked for."""

ANY = "any"
"""All columns, one after another: no phrase reaches from one into the next."""

IN_TEXT = ("text", ANY)

MANY = 6
"""Words that are found faster in one pass than one after the other."""


class Source(msgspec.Struct, dict=True):
    """The feed of articles, as queries see it."""

    id: int
    folder: str | None
    names: tuple[str | None, ...]
    """Its names and addresses."""

    @cached_property
    def words(self) -> str:
        """The words of its names and addresses, each with a space before it."""
        return "".join(f" {word}" for word in tokens(" ".join(name or "" for name in self.names)))


class Marks(msgspec.Struct):
    """What is known of an article besides its words: the reader's marks as they are by now, and its date."""

    id: int
    sort_at: int
    to_the_day: bool
    """Whether no time of day is known of its date."""
    read: bool = False
    starred: bool = False
    deleted: bool = False
    tags: set[str] = msgspec.field(default_factory=set)
    """The reader's tags, in small letters."""


class Arrivals:
    """Articles of one feed in memory, that arrived together."""

    def __init__(
        self, source: Source, texts: Sequence[Callable[[str], str]], marks: Callable[[], Sequence[Marks]]
    ) -> None:
        """`texts` return what each article says, by `COLUMNS`; `marks` reads their marks, once they count."""
        self.source = source
        self.sought: Sought | None = None
        """All that is sought in their texts, to find in one pass what is there."""
        self._there: Mapping[str, Collection[int]] | None = None
        self._short: dict[str, Sequence[tuple[str, Sequence[int]]]] = {}
        self._texts, self._marks = texts, marks
        self._words: dict[str, tuple[str, Sequence[int]]] = {}

    @cached_property
    def all(self) -> "Sequence[Candidate]":
        """The articles."""
        return [Candidate(self, number, marks) for number, marks in enumerate(self._marks())]

    def words(self, column: str) -> tuple[str, Sequence[int]]:
        """Return the words of a column as the index has them, one or more spaces before and behind each.

        Those of all articles are one text; where each begins there is told too, and where the last ends.
        """
        found = self._words.get(column)
        if found is None:
            said = [text(column)[:LARGEST_TEXT] for text in self._texts]
            if any(said):
                each = [f" {normalize(text)} " for text in said]
                found = _spaced("".join(each)), [0, *accumulate(map(len, each))]
            else:
                found = "", [0] * (len(said) + 1)
            self._words[column] = found
        return found

    def having(self, column: str, words: str) -> "Sequence[Candidate]":
        """Return the articles that have these words, spaces included, in a column, or in `ANY` of them."""
        numbers = set(self._found_at_once(words.strip())) if column in IN_TEXT and self.sought else set()
        for text, begins in self._looked_through(column):
            at = text.find(words)
            while at >= 0:
                number = bisect_right(begins, at) - 1
                numbers.add(number)
                at = text.find(words, begins[number + 1])
        return [self.all[number] for number in sorted(numbers)] if numbers else ()

    def _found_at_once(self, word: str) -> Collection[int]:
        """Return the articles with a word that begins so in their text, where all are sought in one pass."""
        if self._there is None:
            self._there = self.sought.there(*self.words("text")) if self.sought else {}
        return self._there.get(word, ())

    def _looked_through(self, column: str) -> Sequence[tuple[str, Sequence[int]]]:
        """Return the words that are looked through for those of a column, or of `ANY`: what is not empty."""
        some = self._short.get(column)
        if some is None:
            names = (column,) if column != ANY else COLUMNS
            found = (self.words(name) for name in names if name != "text" or self.sought is None)
            some = self._short[column] = [one for one in found if one[0]]
        return some


def _spaced(text: str) -> str:
    """Return a text with a space for all that ends a word; of bytes that is done 20 times as fast."""
    return text.encode("utf-8", "surrogatepass").translate(_SPACED).decode("utf-8", "surrogatepass")


class Sought:
    """Words that are sought in many texts, or beginnings of words: one pass finds which are there."""

    def __init__(self, words: Iterable[str]) -> None:
        known = sorted(set(words), key=lambda word: (-len(word), word))
        self._within = {word: [other for other in known if word.startswith(other)] for word in known}
        """For each the others that are there too where it is."""
        begun: defaultdict[str, list[str]] = defaultdict(list)
        for word in known:
            begun[word[0]].append(re.escape(word[1:]))
        ways = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in begun.items())
        self._pattern = re.compile(f" ({'|'.join(ways)})")

    def there(self, text: str, begins: Sequence[int]) -> Mapping[str, Collection[int]]:
        """Return for each in which texts a word begins with it; `begins` tells where each text does."""
        there: defaultdict[str, set[int]] = defaultdict(set)
        for found in self._pattern.finditer(text):
            number = bisect_right(begins, found.start()) - 1
            for word in self._within[found[1]]:
                there[word].add(number)
        return there


def sought_by(matchers: Iterable["Matcher"]) -> Sought | None:
    """Return the first words of all queries, to be sought at once; None where they are few."""
    first = {
        matcher.wanted[0].first.strip()
        for matcher in matchers
        if matcher.wanted and matcher.wanted[0].column in IN_TEXT
    }
    return Sought(first) if len(first) >= MANY else None


class Candidate(msgspec.Struct, eq=False):
    """An article in memory, that a query may find."""

    among: Arrivals
    number: int
    """Its place among them."""
    marks: Marks

    def words(self, column: str) -> str:
        """Return its words of a column, one or more spaces before and behind each."""
        if column == ANY:
            return " | ".join(map(self.words, COLUMNS))
        text, begins = self.among.words(column)
        return text[begins[self.number] : begins[self.number + 1]]

    def phrases(self, column: str) -> str:
        """Return its words of a column with one space between two, so that phrases are found in them."""
        return f" {' '.join(self.words(column).split())} "


_SPACED = bytes(code if code >= 128 or chr(code).isalnum() else ord(" ") for code in range(256))
"""A space for each ASCII character that ends a word in the index."""


class _Wanted(msgspec.Struct, frozen=True):
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


class Matcher(msgspec.Struct, frozen=True):
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

    def among(self, arrived: Arrivals) -> list[Candidate]:
        """Return those of the articles that the query finds."""
        if self.nothing or self.query.saved is True or not self._suits_source(arrived.source):
            return []
        some = arrived.having(self.wanted[0].column, self.wanted[0].first) if self.wanted else arrived.all
        return [candidate for candidate in some if self._suits(candidate)]

    def has_words(self, candidate: Candidate) -> bool:
        """Return whether an article has the words of the query, and none that is excluded."""
        return all(phrase.found(candidate) for phrase in self.wanted) and not any(
            phrase.found(candidate) for phrase in self.excluded
        )

    def _suits(self, candidate: Candidate) -> bool:
        return (
            not candidate.marks.deleted
            and self._suits_marks(candidate.marks)
            and self._suits_time(candidate.marks)
            and self.has_words(candidate)
            and all(_is_from(candidate, site) is not negated for site, negated in self.sites)
        )

    def _suits_marks(self, marks: Marks) -> bool:
        query = self.query
        return (
            (query.read is None or query.read is marks.read)
            and (query.starred is None or query.starred is marks.starred)
            and not query.highlighted
            and self.tags <= marks.tags
            and not self.not_tags & marks.tags
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

    def _suits_time(self, marks: Marks) -> bool:
        query, at = self.query, marks.sort_at
        if query.after is not None:
            day = query.after_day if marks.to_the_day else None
            if at < (query.after if day is None else day):
                return False
        if query.before is not None:
            day = query.before_day if marks.to_the_day else None
            if at >= (query.before if day is None else day):
                return False
        return True


def _is_from(candidate: Candidate, site: str) -> bool:
    """Return whether an article's site, or its feed's name or address, holds these words."""
    return site in candidate.among.source.words or site in candidate.phrases("site")


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
