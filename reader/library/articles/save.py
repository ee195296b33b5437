"""Saving: files, folders and pages become saved articles; each is kept whole or not at all."""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from reader.library.articles.folder_scan import SkippedFolder, scan_folder
from reader.library.articles.kept_files import digest_of, read_again
from reader.library.feeds.subscribe import ask
from reader.library.files import keep_file
from reader.library.given_files import read_file
from reader.library.library import Library
from reader.library.network.private import MayBePrivate, typed_by_reader
from reader.library.network.session import Network, open_network
from reader.library.outcome import Problem
from reader.model import Headline, ParsedArticle, Wanted
from reader.sources.http.fetch import Failure, Request
from reader.sources.http.status import status_words
from reader.sources.parser.pool import ParseFailure
from reader.store.articles.missing import Owner, fill, owners_of_files
from reader.store.articles.saving import save_article, saved_words
from reader.store.database.connection import StoreError, transaction
from reader.store.lists.headlines import headlines
from reader.store.undo_log import Entry
from reader.urls.safe import is_web_url
from reader.urls.typed import typed_url

AHEAD = 16
"""The number of items that are being read or wait for those before them; a power cut loses no more."""

TOGETHER = 50
"""The number of articles that are written in one transaction, so that no other process waits long."""

OPEN = 4
"""The number of files whose bytes are in memory at a time."""


async def save(library: Library, items: Sequence[str]) -> AsyncIterator[Headline | Problem]:
    """Save each file, each file below each folder, and each page. Yields the articles and problems, in order.

    Saving the same again adds nothing: it yields the article that is kept already. Raises `StoreError`.
    """
    async for outcomes in save_each(library, expand(items)):
        for outcome in outcomes:
            if not isinstance(outcome, Notice):
                yield outcome


async def save_each(
    library: Library,
    items: Iterable[str | Problem],
    *,
    links: bool = True,
    wanted: Wanted = "any",
    private: MayBePrivate = typed_by_reader,
) -> "AsyncIterator[Sequence[SaveOutcome]]":
    """Save files and pages; folders must be expanded. Yields the outcomes of each item together, in order.

    `links`: whether symbolic links to files are followed, as they are where the reader has named them.
    `wanted`: what files must be to be kept. `private`: tells which addresses of pages may be on private
    hosts. A file may hold many articles. What was read is kept while the next items are read, so that the
    parsers always have something to do.
    """
    entry = Entry(saved_words)
    async with open_network(library) as network:
        open_files = asyncio.Semaphore(OPEN)
        owners = _Owners(library)
        jobs = (
            _read_page(library, network, item, private)
            if isinstance(item, str) and is_web_url(item)
            else _read_item(library, network, open_files, owners, item, links=links, wanted=wanted)
            for item in items
        )
        async for read in _in_order(jobs):
            for outcomes in await asyncio.to_thread(_keep, library, read, entry):
                yield outcomes


def expand(items: Iterable[str]) -> Iterator[str | Problem]:
    """Replace each folder by the files below it, sorted, and problems for the folders that are not read."""
    for item in items:
        if is_web_url(item) or not _is_folder(item):
            yield item
            continue
        files = [_path_or_problem(below) for below in scan_folder(Path(item))]
        yield from files or [Problem(item, "there are no files in this folder")]


def _is_folder(item: str) -> bool:
    try:
        return Path(item).is_dir()
    except (OSError, ValueError):  # no permission to look, or no name at all: reading it says so
        return False


def _path_or_problem(below: Path | SkippedFolder) -> str | Problem:
    return Problem(below.folder, below.reason) if isinstance(below, SkippedFolder) else str(below)


@dataclass(frozen=True, slots=True)
class Notice:
    """Damage in a file whose articles are kept all the same."""

    subject: str
    """The name of the file."""
    what: str
    """What is damaged, and what became of that, in words."""

    def __str__(self) -> str:
        return f"{self.subject}: kept, but {self.what}"


SaveOutcome = Headline | Problem | Notice
"""What came of saving: an article as the library has it now, a failure, or a remark on what is kept."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The articles of a file or a page; `original` is the SHA-256 of the file's bytes, which are kept."""

    name: str
    articles: Sequence[ParsedArticle]
    original: str | None = None
    fills: Sequence[tuple[Owner, ParsedArticle]] = ()
    """Of a file that is kept already: the articles that were made from it, and what they were made of."""


class _Owners:
    """The articles that were made from kept files, looked up when the first of these is saved again."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._owners: dict[str, list[Owner]] | None = None

    def of(self, path: Path) -> list[Owner]:
        """Return the articles that were made from the file, where it is a kept one."""
        digest = digest_of(self._library.paths, path)
        if digest is None:
            return []
        if self._owners is None:
            self._owners = owners_of_files(self._library.db)
        return self._owners.get(digest, [])


async def _in_order(
    jobs: Iterator[Coroutine[None, None, _Read | Problem]],
) -> AsyncIterator[list[_Read | Problem]]:
    """Run a few jobs at a time. Yields their results in the jobs' order, those that are ready together."""
    running = deque(asyncio.create_task(job) for job in islice(jobs, AHEAD))
    try:
        while running:
            await running[0]
            results = []
            while running and running[0].done():
                results.append(running.popleft().result())
            running.extend(asyncio.create_task(job) for job in islice(jobs, AHEAD - len(running)))
            yield results
    finally:
        for task in running:
            task.cancel()


async def _read_item(
    library: Library,
    network: Network,
    open_files: asyncio.Semaphore,
    owners: _Owners,
    item: str | Problem,
    *,
    links: bool,
    wanted: Wanted,
) -> _Read | Problem:
    if isinstance(item, Problem):
        return item
    async with open_files:
        return await _read_saved(library, network, item, owners.of(Path(item)), links=links, wanted=wanted)


async def _read_saved(
    library: Library, network: Network, item: str, owners: Sequence[Owner], *, links: bool, wanted: Wanted
) -> _Read | Problem:
    # A name is bytes; those that are no text are shown and kept as replacement characters.
    name = os.fsencode(item).decode("utf-8", "replace")
    try:
        data, changed_at = read_file(Path(item), links=links)
    except OSError as error:
        return Problem(name, error.strerror or str(error))
    if owners:
        fills = await read_again(network.parsers, data, owners, changed_at, library.clock())
        return _Read(name, (), fills=fills) if fills else Problem(name, "it cannot be read any more")
    parsed = await network.parsers.saved(data, name, changed_at, library.clock(), wanted)
    if isinstance(parsed, ParseFailure):
        return Problem(name, parsed.reason)
    try:
        return _Read(name, parsed, await asyncio.to_thread(keep_file, library.paths, data))
    except OSError as error:
        raise StoreError(f"nothing can be kept in {library.paths.files}: {error.strerror}") from error


async def _read_page(library: Library, network: Network, item: str, private: MayBePrivate) -> _Read | Problem:
    url = typed_url(item)
    if url is None:
        return Problem(item, "this is not the address of a page")
    response = await ask(library, network, Request(url=url, private=private(url)))
    if isinstance(response, Failure):
        return Problem(item, response.reason)
    if response.status != 200:
        return Problem(item, status_words(response.status))
    parsed = await network.parsers.page(response.body, response.headers, response.url, library.clock())
    if isinstance(parsed, ParseFailure):
        return Problem(item, parsed.reason)
    return _Read(item, (parsed,))


def _keep(library: Library, read: Sequence[_Read | Problem], entry: Entry) -> list[Sequence[SaveOutcome]]:
    """Keep what was read, as a part of one action. Returns the outcomes of each item."""
    kept: list[list[int]] = [[] for _ in read]
    articles = (
        (ids, article, item.original)
        for ids, item in zip(kept, read, strict=True)
        if isinstance(item, _Read)
        for article in item.articles
    )
    while batch := list(islice(articles, TOGETHER)):
        now = library.clock()
        with transaction(library.db):
            for ids, article, original in batch:
                kept_id, _ = save_article(library.db, article, original=original, now=now, entry=entry)
                ids.append(kept_id)
    for ids, item in zip(kept, read, strict=True):
        for owner, article in item.fills if isinstance(item, _Read) else ():
            ids.append(owner.article)
            if owner.missing:
                fill(library.db, owner, article, library.clock())
    return [
        [item] if isinstance(item, Problem) else [*headlines(library.db, ids), *_notices(item)]
        for ids, item in zip(kept, read, strict=True)
    ]


def _notices(read: _Read) -> Iterator[Notice]:
    damaged = dict.fromkeys(what for article in read.articles for what in article.ignored)
    return (Notice(read.name, what) for what in damaged)
