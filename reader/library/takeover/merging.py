"""Taking in a whole library that was exported elsewhere: what is here stays, and gets what it has not."""

from typing import BinaryIO

from reader.document.sanitize import sanitize_line
from reader.library.library import Library
from reader.library.takeover.library_file import KeptFiles, read_library
from reader.library.takeover.newsboat import Taken
from reader.model import SavedSearch
from reader.store.changes import saved_searches
from reader.store.feeds import feeds as feed_store
from reader.store.feeds import taken_over
from reader.store.transfer.records import (
    ArticleRecord,
    FeedRecord,
    FileRecord,
    GoneRecord,
    SearchRecord,
)
from reader.store.transfer.writing import keep_gone, merge_articles
from reader.store.undo_log import Entry
from reader.urls.safe import safe_url
from reader.urls.target import same_request

TOGETHER = 100
"""The articles that are merged in one transaction."""

BYTES_TOGETHER = 64 << 20
"""Bytes of texts that wait for that at most, but for those of one article."""


def merged_words(count: int) -> str:
    """Tell the action for so many feeds, searches and articles."""
    return f"took in {count:,} feeds and articles of another library"


def merge_library(library: Library, file: BinaryIO, entry: Entry, taken: Taken) -> None:
    """Merge a library's file. Raises `UnusableFile` where it is damaged: what came before stays."""
    merging = _Merging(library, entry, taken)
    try:
        for record in read_library(file):
            match record:
                case None:
                    merging.impossible += 1
                case FeedRecord():
                    merging.feed(record)
                case SearchRecord():
                    merging.search(record)
                case ArticleRecord():
                    merging.article(record)
                case GoneRecord():
                    merging.flush()
                    keep_gone(library.db, merging.feeds, [record])
                case FileRecord():
                    merging.files.add(record)
    finally:
        merging.flush()
        if merging.impossible:
            taken.remarks.append(f"{merging.impossible:,} of its records are damaged and left out")


class _Merging:
    """One file that is being merged."""

    def __init__(self, library: Library, entry: Entry, taken: Taken) -> None:
        self._library, self._entry, self._taken = library, entry, taken
        self.files = KeptFiles(library)
        self.impossible = 0
        """How many records no library can have."""
        self.feeds: dict[str, int] = {}
        """The feeds' ids here, by their addresses in the file."""
        self._known = {same_request(url): id for url, id in taken_over.all_addresses(library.db).items()}
        self._waiting: list[ArticleRecord] = []
        self._bytes = 0

    def feed(self, record: FeedRecord) -> None:
        """Subscribe to a feed, or complete one that is here."""
        db, now = self._library.db, self._library.clock()
        url = record.url.partition("#removed-")[0]
        name, folder = _line(record.name), _line(record.folder)
        there = self._known.get(same_request(url))
        if record.subscribed and (safe_url(url) or "").startswith("http"):
            address = url if there is None else taken_over.address(db, there) or url
            id, new = feed_store.add_feed(db, address, title=name, folder=folder, now=now, entry=self._entry)
            if new:
                full_text, own = record.full_text, (record.ways, record.habits)
                taken_over.set_up(db, id, paused=record.paused, full_text=full_text, own=own)
            else:
                taken_over.complete(db, id, name=name, folder=folder, now=now, entry=self._entry)
            self._taken.feeds.append(id)
        else:
            id = there or taken_over.removed_feed(db, sanitize_line(url), sanitize_line(record.title), now)
        taken_over.tell_source(db, id, title=sanitize_line(record.title), site=safe_url(record.site or ""))
        self.feeds[record.url] = self._known[same_request(url)] = id

    def search(self, record: SearchRecord) -> None:
        """Keep a search, unless it is kept already."""
        name, query = sanitize_line(record.name), sanitize_line(record.query)
        kept = saved_searches.searches(self._library.db)
        if name and query and not any((search.name, search.query) == (name, query) for search in kept):
            id = saved_searches.keep_search(
                self._library.db, name, query, now=self._library.clock(), entry=self._entry
            )
            self._taken.searches.append(SavedSearch(id, name, query))

    def article(self, record: ArticleRecord) -> None:
        """Take in an article, with others in one transaction."""
        self._waiting.append(record)
        self._bytes += _size(record)
        if len(self._waiting) >= TOGETHER or self._bytes > BYTES_TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write the articles that wait."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if not waiting:
            return
        merged = merge_articles(
            self._library.db, self.feeds, waiting, now=self._library.clock(), entry=self._entry
        )
        self._taken.articles += len(waiting)
        self._taken.read += sum(record.read for record in waiting)
        changes = self._taken.changes
        changes.added += merged.added
        changes.read += merged.read
        changes.starred += merged.starred
        self._taken.stars += merged.stars


def _size(record: ArticleRecord) -> int:
    bodies = [record.body, record.extra or b"", record.other.body if record.other else b""]
    return sum(map(len, bodies)) + sum(len(former.body) for former in record.former)


def _line(text: str | None) -> str | None:
    return sanitize_line(text or "") or None
