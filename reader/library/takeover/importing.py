"""Importing: each file as what it is, lists before the articles that belong to them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from reader.library.feeds.subscriptions import import_subscriptions
from reader.library.given_files import open_file, read_file
from reader.library.library import Library
from reader.library.outcome import Problem
from reader.library.takeover.kinds import Kind, Source
from reader.library.takeover.library_file import UnusableFile
from reader.library.takeover.merging import merge_library, merged_words
from reader.library.takeover.newsboat import Taken, imported_words, take_cache, take_list
from reader.model import Feed, SavedSearch
from reader.sources.opml import NotOpml
from reader.sources.takeover.newsboat_urls import read_newsboat_list
from reader.store.feeds.feeds import feeds
from reader.store.undo_log import Entry

ORDER: tuple[Kind, ...] = ("opml", "urls", "cache", "library")
"""The kinds of files in the order in which they are imported."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What became of something, where nothing failed."""

    subject: str
    """The name of the file."""
    text: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.text}"


@dataclass(frozen=True, slots=True)
class Total:
    """How many articles were taken over, and how many got which mark by that."""

    articles: int
    """All that the files had."""
    new: int
    """Those that were not here before."""
    read: int
    """Those that are read there."""
    starred: int
    deleted: int


Imported = Feed | SavedSearch | Total | Remark | Problem
"""What comes of importing."""


async def import_sources(library: Library, sources: Sequence[Source]) -> AsyncIterator[Imported]:
    """Import lists of subscriptions, and what newsboat has. Yields what was made, and what failed.

    All of it is one action, but for lists of other readers, which are one each. Raises `StoreError`.
    """
    taken, entry = Taken(), Entry(imported_words)
    listed: set[str] = set()
    for source in sorted(sources, key=lambda source: ORDER.index(source.kind)):
        try:
            match source.kind:
                case "opml":
                    ids, problems = import_subscriptions(library, read_file(source.path)[0])
                    taken.feeds += [feed.id for feed in ids]
                    for problem in problems:
                        yield Problem(source.name, problem)
                case "urls":
                    found = read_newsboat_list(read_file(source.path)[0])
                    take_list(library, found, entry, taken)
                    listed.update(feed.url for feed in found.feeds)
                case "cache":
                    belongs = listed if any(other.kind == "urls" for other in sources) else None
                    if reason := await _take_articles(library, source, entry, taken, belongs):
                        yield Problem(source.name, reason)
                case "library":
                    with open_file(source.path) as file:
                        merge_library(library, file, Entry(merged_words), taken)
        except (OSError, NotOpml, UnusableFile) as error:
            yield Problem(source.name, getattr(error, "strerror", None) or str(error))
        for remark in taken.remarks:
            yield Remark(source.name, remark)
        taken.remarks.clear()
    by_id = {feed.id: feed for feed in feeds(library.db, library.clock())}
    for id in dict.fromkeys(taken.feeds):
        if id in by_id:
            yield by_id[id]
    for search in taken.searches:
        yield search
    if taken.articles:
        yield _total(taken)


async def _take_articles(
    library: Library, source: Source, entry: Entry, taken: Taken, listed: set[str] | None
) -> str | None:
    """Take over newsboat's articles with a parser of its own. Returns why that ended before its end."""
    from reader.library.network.session import open_network  # no list needs its parsers

    async with open_network(library) as network:
        return await take_cache(library, network.parsers, source.absolute, entry, taken, listed=listed)


def _total(taken: Taken) -> Total:
    changes = taken.changes
    return Total(
        articles=taken.articles,
        new=len(changes.added),
        read=taken.read,
        starred=len(changes.starred) + taken.stars,
        deleted=len(changes.deleted),
    )
