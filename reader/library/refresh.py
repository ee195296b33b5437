"""Refreshing: asks the feeds that are due, and yields how each one's refresh ended.

Each feed is all-old or all-new at any moment: its articles, its validators and its next due time are kept
in one transaction.
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from random import random
from urllib.parse import urlsplit

from reader.library import schedule
from reader.library.gate import Gate
from reader.library.network import Network, asking
from reader.library.opened import Library
from reader.model import FeedState, ParsedFeed, RefreshEvent
from reader.sources.http import Answer, Failure, Request
from reader.sources.parsing import ParseFailure
from reader.store import feeds

PER_HOST = 2
"""How many feeds of one host are under way at a time."""

CLAIM_SECONDS = 120
"""For how long others leave a feed alone that a process is asking: longer than all deadlines together."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """One refresh under way."""

    library: Library
    network: Network
    named: bool
    """Whether the reader named the feeds, so that they are asked though they are not due."""
    again: bool
    gate: Gate = field(default_factory=Gate)
    hosts: dict[str, asyncio.Semaphore] = field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(PER_HOST))
    )


async def refresh(
    library: Library, wanted: Sequence[int] | None = None, *, again: bool = False
) -> AsyncIterator[RefreshEvent]:
    """Asks the wanted feeds now, or all that are due; yields an event for each as it ends.

    `again` asks wanted feeds even if they are gone for good. Raises `StoreError`.
    """
    due_at = None if wanted is not None else library.clock()
    states = feeds.feed_states(library.db, wanted, due_at)
    async with asking(library) as network:
        under_way = Refresh(library, network, named=wanted is not None, again=again)
        tasks = [asyncio.create_task(_one(under_way, state)) for state in states]
        try:
            for ended in asyncio.as_completed(tasks):
                yield await ended
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _one(under_way: Refresh, state: FeedState) -> RefreshEvent:
    """Asks one feed, unless there is a reason not to."""
    host = urlsplit(state.url).hostname or ""
    # The host's turn comes first: a slow host's feeds wait for each other and keep no place in the whole.
    async with under_way.hosts[host], under_way.gate.place():
        if reason := _reason_to_skip(under_way, state, host):
            return RefreshEvent(feed=state.id, url=state.url, outcome="skipped", error=reason)
        # Only what is read after the claim is sure to be what the last answer left.
        [state] = feeds.feed_states(under_way.library.db, [state.id], None)
        async with under_way.gate.asking():
            answer = await under_way.network.fetcher.fetch(_request(state))
        return await _take_in(under_way, state, answer)


def _reason_to_skip(under_way: Refresh, state: FeedState, host: str) -> str | None:
    """Why the feed is not asked, in words; None if it is, and then no other process asks it meanwhile."""
    library, now = under_way.library, under_way.library.clock()
    if library.offline:
        return "offline"
    held = schedule.held_back(replace(state, gone=False) if under_way.again else state, now)
    if held is not None:
        return held
    silenced = feeds.silenced_hosts(library.db, now).get(host)
    if silenced is not None:
        return schedule.silenced_words(silenced)
    due_at = None if under_way.named else now
    if not feeds.claim(library.db, state.id, now=now, until=now + CLAIM_SECONDS, due_at=due_at):
        return "another refresh asks it, or has just asked it"
    return None


def _request(state: FeedState) -> Request:
    """Its address comes from the reader, or from a server that answered there: it may be private.

    Behind a permanent redirect the validators are those of where it leads.
    """
    return Request(
        url=state.url,
        etag=state.etag,
        last_modified=state.last_modified,
        validators_from=state.moved_to,
        private=True,
    )


async def _take_in(under_way: Refresh, state: FeedState, answer: Answer | Failure) -> RefreshEvent:
    """Keeps what was answered, and tells how it ended."""
    library = under_way.library
    parsed = await _parse(under_way.network, state, answer)
    facts = facts_of(answer, parsed)
    now = library.clock()
    decided = schedule.after_answer(
        state, facts, now=now, interval=schedule.interval(library.settings), jitter=random()
    )
    if until := schedule.host_silence(facts, now=now):
        feeds.silence_host(library.db, urlsplit(answer.url).hostname or "", until)
    kept = feeds.keep_answer(library.db, decided, parsed if isinstance(parsed, ParsedFeed) else None, now=now)
    return schedule.event(state, decided, new=kept.new, changed=kept.changed)


async def _parse(
    network: Network, state: FeedState, answer: Answer | Failure
) -> ParsedFeed | ParseFailure | None:
    """What the answer's body says; None where there is none to read, or the same as the last time."""
    if isinstance(answer, Failure) or answer.status != 200 or digest(answer.body) == state.body_hash:
        return None
    return await network.parsers.feed(answer.body, answer.headers, answer.url)


def facts_of(answer: Answer | Failure, parsed: ParsedFeed | ParseFailure | None) -> schedule.AnswerFacts:
    """What the schedule wants to know of an answer and of what was read in it."""
    if isinstance(answer, Failure):
        return schedule.AnswerFacts(url=answer.url, failure=answer.reason)
    return schedule.AnswerFacts(
        status=answer.status,
        url=answer.url,
        headers=answer.headers,
        redirects=answer.redirects,
        failure=parsed.reason if isinstance(parsed, ParseFailure) else None,
        pace=parsed.pace if isinstance(parsed, ParsedFeed) else None,
        body_hash=digest(answer.body),
    )


def digest(body: bytes) -> str:
    """SHA-256."""
    return hashlib.sha256(body).hexdigest()
