"""Saving: files, folders and pages become saved articles, one after the other, each whole or not at all."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from reader.library.files import keep_file
from reader.library.network import Network, asking
from reader.library.opened import Library
from reader.library.schedule import refusal
from reader.library.subscribe import Problem, address
from reader.library.walking import files_below
from reader.model import Headline, ParsedArticle
from reader.sources.http import Failure, Request
from reader.sources.parsing import ParseFailure
from reader.store.articles import save_article
from reader.store.database import StoreError
from reader.store.headlines import headlines

LARGEST = 200 * 1024 * 1024
"""Bytes of a file that is still read."""

AHEAD = 8
"""How many files are being read at a time."""


async def save(library: Library, items: Sequence[str]) -> AsyncIterator[Headline | Problem]:
    """Saves each file, each file below each folder, and each page; yields what became of them, in order.

    The same again adds nothing twice: it yields the article that is there.
    """
    async with asking(library) as network:
        jobs = (_save_one(library, network, item) for item in expand(items))
        async for outcomes in _in_order(jobs):
            for outcome in outcomes:
                yield outcome


def expand(items: Iterable[str]) -> Iterator[str]:
    """The items, with each folder replaced by the files below it, sorted."""
    for item in items:
        if not is_url(item) and Path(item).is_dir():
            yield from (str(path) for path in files_below(Path(item)))
        else:
            yield item


def is_url(item: str) -> bool:
    return item.lower().startswith(("http://", "https://"))


async def _in_order(
    jobs: Iterator[Coroutine[None, None, list[Headline | Problem]]],
) -> AsyncIterator[list[Headline | Problem]]:
    """Runs a few jobs at a time and yields their results in the jobs' order."""
    running = deque(asyncio.create_task(job) for job in islice(jobs, AHEAD))
    try:
        while running:
            result = await running[0]
            running.popleft()
            running.extend(asyncio.create_task(job) for job in islice(jobs, 1))
            yield result
    finally:
        for task in running:
            task.cancel()


async def _save_one(library: Library, network: Network, item: str) -> list[Headline | Problem]:
    return await (_save_page if is_url(item) else _save_file)(library, network, item)


async def _save_file(library: Library, network: Network, item: str) -> list[Headline | Problem]:
    path = Path(item)
    try:
        data, changed_at = read_file(path)
    except OSError as error:
        return [Problem(item, error.strerror or str(error))]
    parsed = await network.parsers.saved(data, item, changed_at, library.clock())
    if isinstance(parsed, ParseFailure):
        return [Problem(item, parsed.reason)]
    try:
        original = keep_file(library.paths, data)
    except OSError as error:
        raise StoreError(f"nothing can be kept in {library.paths.files}: {error.strerror}") from error
    return _keep(library, parsed, original)


def read_file(path: Path) -> tuple[bytes, int]:
    """The bytes, and when they were last changed (UTC seconds); raises `OSError` with words for a person."""
    if not path.exists():
        raise OSError(0, "there is no such file")
    if not path.is_file():
        raise OSError(0, "this is not a regular file")
    facts = path.stat()
    if facts.st_size > LARGEST:
        raise OSError(0, f"it is larger than {LARGEST // 1024 // 1024} MB")
    return path.read_bytes(), int(facts.st_mtime)


async def _save_page(library: Library, network: Network, item: str) -> list[Headline | Problem]:
    url = address(item)
    if url is None:
        return [Problem(item, "this is not the address of a page")]
    answer = await network.fetcher.fetch(Request(url=url, private=True))
    if isinstance(answer, Failure):
        return [Problem(item, answer.reason)]
    if answer.status != 200:
        return [Problem(item, refusal(answer.status))]
    parsed = await network.parsers.page(answer.body, answer.headers, answer.url, library.clock())
    if isinstance(parsed, ParseFailure):
        return [Problem(item, parsed.reason)]
    return _keep(library, (parsed,), None)


def _keep(
    library: Library, parsed: Sequence[ParsedArticle], original: str | None
) -> list[Headline | Problem]:
    now = library.clock()
    kept = [save_article(library.db, article, original=original, now=now)[0] for article in parsed]
    return list(headlines(library.db, kept))
