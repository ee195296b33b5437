"""From a server's articles to the library's: parser processes read them, a batch at a time."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import UTC, datetime

from reader.document.sanitize import sanitize_line
from reader.library.accounts.connection import Work
from reader.library.care.train_dictionary import train_dictionary
from reader.library.rules.applying import rules_at_work
from reader.model import DAY, ParsedArticle
from reader.sources.accounts.backend import RemoteItem
from reader.sources.feeds.raw_feed import RawArticle, RawText
from reader.sources.parser.pool import ParseFailure, ParserPool
from reader.store.accounts import items, subscriptions
from reader.store.accounts.items import Incoming
from reader.urls.safe import safe_url

AHEAD = 2
"""Batches that are asked for while others are read."""

AT_ONCE = 100
"""Articles that are kept in one transaction: whoever else wants to write waits for no more."""


async def keep_articles(
    work: Work, feeds: Mapping[str, int], unread: Collection[str], starred: Collection[str]
) -> None:
    """Keep the articles of both lists that are not here. Raises an `AccountError`.

    `feeds` are the ids here of the server's feeds. What the server does not give is not asked for again for a
    day.
    """
    library, account = work.library, work.account.id
    wanted = items.unknown(library.db, account, {*unread, *starred}, library.clock() - DAY)
    lost = items.awaited(library.db, account)
    if not wanted and not lost:
        return
    work.network.parsers.warm_up()
    rules = rules_at_work(library)
    missing = set(wanted)
    async for batch in _twice(work, [*wanted, *lost], missing):
        missing.difference_update(item.id for item in batch)
        here = [item for item in batch if item.feed in feeds or item.id in starred]
        parsed = await _parse_in_two(work.network.parsers, here)
        incoming = [
            Incoming(
                remote_id=item.id,
                feed=feeds[item.feed] if item.feed in feeds else _unlisted(work, item),
                parsed=article,
                read=item.id not in unread,
                starred=item.id in starred,
                tags=tuple(name for label in item.labels or () if (name := sanitize_line(label)) == label),
            )
            for item, article in zip(here, parsed, strict=True)
        ]
        for first in range(0, len(incoming), AT_ONCE):
            some = incoming[first : first + AT_ONCE]
            work.new += items.keep(library.db, account, some, now=library.clock(), arrived=rules)
        await train_dictionary(library)
    if missing:
        items.note_missing(library.db, account, missing, library.clock())
    items.have_asked(library.db, account)


async def _twice(work: Work, wanted: Sequence[str], missing: set[str]) -> AsyncIterator[list[RemoteItem]]:
    """Yield the batches of a server; what is missing then is asked for once more: answers are cut."""
    async for batch in _ahead(work, wanted):
        yield batch
    if missing:
        async for batch in _ahead(work, [id for id in wanted if id in missing]):
            yield batch


async def _ahead(work: Work, wanted: Sequence[str]) -> AsyncIterator[list[RemoteItem]]:
    """Yield the batches of a server, of which the next ones are on their way already."""
    batches: asyncio.Queue[list[RemoteItem] | None] = asyncio.Queue(AHEAD)

    async def ask() -> None:
        async for batch in work.backend.contents(wanted):
            await batches.put(batch)
        await batches.put(None)

    asking = asyncio.create_task(ask())
    try:
        while True:
            getting = asyncio.create_task(batches.get())
            await asyncio.wait({getting, asking}, return_when=asyncio.FIRST_COMPLETED)
            if not getting.done() and asking.exception() is not None:
                getting.cancel()
                await asyncio.gather(getting, return_exceptions=True)
                await asking
            batch = await getting
            if batch is None:
                return
            yield batch
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)


def _unlisted(work: Work, item: RemoteItem) -> int:
    title = sanitize_line(item.feed_title)[:500]
    site = safe_url(item.feed_site) if item.feed_site else None
    return subscriptions.unlisted(
        work.library.db, work.account.id, item.feed, title, site, work.library.clock()
    )


async def _parse_in_two(parsers: ParserPool, found: Sequence[RemoteItem]) -> list[ParsedArticle]:
    """Read articles in both parser processes at once, in their order."""
    half = (len(found) + 1) // 2
    first, second = await asyncio.gather(_parse(parsers, found[:half]), _parse(parsers, found[half:]))
    return first + second


async def _parse(parsers: ParserPool, found: Sequence[RemoteItem]) -> list[ParsedArticle]:
    """Read articles; one that no parser can read is kept by its title and link alone."""
    if not found:
        return []
    result = await parsers.items([(raw_of(item), item.link or item.feed_site or "") for item in found])
    if not isinstance(result, ParseFailure) and len(result) == len(found):
        return list(result)
    if len(found) == 1:
        item = found[0]
        return [
            ParsedArticle(
                title=sanitize_line(item.title)[:1_000], link=safe_url(item.link) if item.link else None
            )
        ]
    half = len(found) // 2
    return await _parse(parsers, found[:half]) + await _parse(parsers, found[half:])


def raw_of(item: RemoteItem) -> RawArticle:
    """Return a server's article as a feed would have it."""
    return RawArticle(
        title=RawText(item.title, "guess" if item.title_html else "text", "title") if item.title else None,
        link=item.link,
        authors=(RawText(item.author, "text", "author"),) if item.author else (),
        published=_moment(item.published, "published"),
        updated=_moment(item.updated, "updated"),
        bodies=(RawText(item.html, "html", "content", content=True),) if item.html else (),
        enclosures=item.enclosures,
    )


def _moment(seconds: int | None, element: str) -> RawText | None:
    if seconds is None:
        return None
    try:
        return RawText(datetime.fromtimestamp(seconds, UTC).isoformat(), "text", element)
    except (ValueError, OverflowError, OSError):
        return None
