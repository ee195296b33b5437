"""Refreshing: ask the feeds that are due, and report how each one's refresh ended.

Each feed is all-old or all-new at any moment: its articles, its validators and its next due time are kept
in one transaction.
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from random import random

from msgspec.structs import replace

from reader.library.care.train_dictionary import train_dictionary
from reader.library.library import Library
from reader.library.network import schedule
from reader.library.network.concurrency import ConcurrencyLimit
from reader.library.network.session import Network, open_network, rate_limit_reason
from reader.library.outcome import NO_NETWORK
from reader.library.rules.applying import rules_at_work
from reader.model import FeedState, ParsedFeed, RefreshEvent
from reader.sources.http.fetch import Failure, Request, Response
from reader.sources.http.limits import PER_HOST
from reader.sources.parser.pool import ParseFailure, ParserPool
from reader.store.articles import versions
from reader.store.articles.ingest import Arrived
from reader.store.feeds import feeds, refresh_state, responses
from reader.store.feeds import hosts as host_limits
from reader.urls.parts import hostname
from reader.urls.target import host_of

SOON_SECONDS = 20
"""Seconds for which a refresh waits until a feed is due by the reader's interval: it was asked this much
later than others when the timer last ticked, and must neither be asked early nor wait for the next tick."""

UNREACHABLE = ("dns", "connect", "no-network")
"""Kinds of failure that leave open whether the host or the network is at fault."""

LESSON = 60
"""New articles after which it is looked whether there are enough to learn from how to compress others."""

CLAIM_SECONDS = 180
"""Seconds for which other processes do not ask a feed that one is asking: longer than all deadlines."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """One refresh under way."""

    library: Library
    network: Network
    named: bool
    """Whether the reader named the feeds, so that they are asked though they are not due."""
    again: bool
    """Whether the feeds are asked for all they have, without validators, even if they are gone."""
    limit: ConcurrencyLimit = field(default_factory=ConcurrencyLimit)
    keeping: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Lets one response be kept in each turn of the event loop, so that requests wait for no more."""
    claimed: set[int] = field(default_factory=set)
    """The ids of the feeds that are being asked and whose responses are not kept yet."""
    arrived: Arrived | None = None
    """Does what the reader's rules say to articles that are new."""
    hosts: dict[str, asyncio.Semaphore] = field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(PER_HOST))
    )


async def refresh(
    library: Library,
    wanted: Sequence[int] | None = None,
    *,
    again: bool = False,
    parsers: ParserPool | None = None,
) -> AsyncIterator[RefreshEvent]:
    """Ask the wanted feeds now, or all that are due. Yields an event for each as it ends.

    `again` asks wanted feeds for all they have, whatever they answered before, even if they are gone for
    good. `parsers`: those that the caller has opened. Raises `StoreError`.
    """
    now = library.clock()
    states = refresh_state.feed_states(library.db, wanted, None if wanted is not None else now + SOON_SECONDS)
    if wanted is None:
        states = [state for state in states if _is_awaited(library, state, now)]
    async with open_network(library, parsers) as network:
        if any(state.last_ok is None for state in states):
            network.parsers.warm_up()
        rules = rules_at_work(library)
        under_way = Refresh(library, network, named=wanted is not None, again=again, arrived=rules)
        tasks = [asyncio.create_task(_refresh_feed(under_way, state)) for state in states]
        try:
            untaught = 0
            async for event in _events(under_way, tasks):
                yield event
                untaught += event.new
                if untaught >= LESSON:
                    await train_dictionary(library)
                    untaught = 0
            if untaught:
                await train_dictionary(library)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if under_way.claimed:  # it was stopped
                refresh_state.release(library.db, under_way.claimed)


@dataclass(frozen=True, slots=True)
class Unreached:
    """A feed whose host could not be reached: the host's fault, or this machine's."""

    state: FeedState
    failure: Failure


async def _events(
    under_way: Refresh, tasks: Sequence[asyncio.Task[RefreshEvent | Unreached]]
) -> AsyncIterator[RefreshEvent]:
    """Yield how each feed's refresh ended.

    Whether an unreachable host is at fault, or the network, is decided once another host was reached, or at
    the end.
    """
    unreached: list[Unreached] = []
    reached = False
    for task in asyncio.as_completed(tasks):
        ended = await task
        if isinstance(ended, Unreached):
            unreached.append(ended)
        else:
            reached = reached or ended.outcome != "skipped"
            yield ended
        while reached and unreached:
            feed = unreached.pop()
            yield await _accept(under_way, feed.state, feed.failure, under_way.library.clock())
    down = network_is_down([feed.failure for feed in unreached])
    for feed in unreached:
        if down:
            yield _reschedule(under_way, feed.state)
        else:
            yield await _accept(under_way, feed.state, feed.failure, under_way.library.clock())


def network_is_down(failures: Sequence[Failure]) -> bool:
    """Return whether this machine reaches no host at all, when these are all the results of a refresh.

    One host alone that cannot be reached is that host's fault, unless the system itself says otherwise.
    """
    if any(failure.kind == "no-network" for failure in failures):
        return True
    return len({hostname(failure.url) for failure in failures}) > 1


def _reschedule(under_way: Refresh, state: FeedState) -> RefreshEvent:
    """Reschedule a feed without counting a failure: the network was down."""
    library, now = under_way.library, under_way.library.clock()
    responses.keep_response(library.db, schedule.after_no_network(state, now), None, now=now)
    under_way.claimed.discard(state.id)
    return RefreshEvent(feed=state.id, url=state.url, outcome="failed", error=NO_NETWORK)


def pages_are_wanted(library: Library) -> bool:
    """Return whether pages of new articles are missing that a feed's setting wants fetched."""
    return not library.offline and bool(versions.wanted_always(library.db))


async def _refresh_feed(under_way: Refresh, state: FeedState) -> RefreshEvent | Unreached:
    """Ask one feed, unless there is a reason not to."""
    host = host_of(state.url)
    wait = schedule.due_at(state) - under_way.library.clock()
    if 0 < wait <= SOON_SECONDS and not under_way.named:
        # Else a timer of the same interval would come a moment too early, and the feed wait one round more.
        await asyncio.sleep(wait)
    # The limit of the host comes first: feeds that wait for a slow host must not hold slots of the whole.
    async with under_way.hosts[host], under_way.limit.slot():
        claimed = _claim(under_way, state, host)
        if isinstance(claimed, str):
            return RefreshEvent(feed=state.id, url=state.url, outcome="skipped", error=claimed)
        state = claimed
        asked = under_way.library.clock()
        async with under_way.limit.request():
            response = await under_way.network.fetcher.fetch(_request(state, anew=under_way.again))
        if isinstance(response, Failure) and response.kind in UNREACHABLE:
            return Unreached(state, response)
        return await _accept(under_way, state, response, asked)


def _is_awaited(library: Library, state: FeedState, now: int) -> bool:
    """Return whether a feed that is due, or will be soon, is asked in this refresh."""
    due, intervals = schedule.due_at(state), (schedule.interval(library.settings), state.interval * 60)
    on_the_interval = due - (state.last_checked or 0) in intervals
    return schedule.is_due(state, max(now, due) if on_the_interval else now)


def _claim(under_way: Refresh, state: FeedState, host: str) -> FeedState | str:
    """Claim the feed, so that no other process asks it. Returns what its last answer left, or why it is not
    asked, in words.
    """
    library, now = under_way.library, under_way.library.clock()
    if library.offline:
        return "offline"
    held = schedule.held_back(replace(state, gone=False) if under_way.again else state, now)
    if held is not None:
        return held
    if reason := rate_limit_reason(library, host):
        return reason
    due_at = None if under_way.named else now
    claimed = refresh_state.claim(library.db, state.id, now=now, until=now + CLAIM_SECONDS, due_at=due_at)
    if claimed is None:
        return "another refresh asks it, or has just asked it"
    under_way.claimed.add(state.id)
    return claimed


def _request(state: FeedState, *, anew: bool) -> Request:
    """Return the request for a feed. Its address may be private: it comes from the reader, or from a server
    that answered there.
    """
    return Request(
        url=state.url,
        etag=None if anew else state.etag,
        last_modified=None if anew else state.last_modified,
        validators_from=state.validators_from,
        private=True,
    )


async def _accept(
    under_way: Refresh, state: FeedState, response: Response | Failure, asked: int
) -> RefreshEvent:
    """Parse and keep a response, or a failure. Returns how the refresh ended."""
    library = under_way.library
    known = None if under_way.again else state.body_hash
    parsed = await _parse(under_way.network, known, response)
    facts = facts_of(response, parsed)
    if until := schedule.host_rate_limit(facts, now=library.clock()):
        # At once: the host's next feed may have its turn before this answer is kept.
        host_limits.rate_limit_host(library.db, host_of(response.url), until)
    async with under_way.keeping:
        event = _keep(under_way, state, facts, parsed, asked)
        await asyncio.sleep(0)  # the turn in which waiting requests and answers are seen to
    return event


def _keep(
    under_way: Refresh,
    state: FeedState,
    facts: schedule.ResponseFacts,
    parsed: ParsedFeed | ParseFailure | None,
    asked: int,
) -> RefreshEvent:
    library, now = under_way.library, under_way.library.clock()
    decided = schedule.after_response(
        state,
        facts,
        now=now,
        interval=schedule.interval(library.settings),
        jitter=random(),
        asked=min(asked, now),
    )
    if decided.url != state.url and feeds.has_address(library.db, decided.url):
        decided = schedule.not_moved(state, decided)
    notice = " ".join(parsed.notices) or None if isinstance(parsed, ParsedFeed) else None
    if isinstance(parsed, ParsedFeed):
        decided = replace(decided, notice=notice)
    kept = responses.keep_response(
        library.db,
        decided,
        parsed if isinstance(parsed, ParsedFeed) else None,
        now=now,
        newest=library.settings.backlog,
        arrived=under_way.arrived,
    )
    under_way.claimed.discard(state.id)
    event = schedule.event(state, decided, new=kept.new, changed=kept.changed)
    return replace(event, notice=notice, read=kept.read)


async def _parse(
    network: Network, known: str | None, response: Response | Failure
) -> ParsedFeed | ParseFailure | None:
    """Parse a response's body; returns None where there is none, or where its digest is `known`."""
    if isinstance(response, Failure) or response.status != 200:
        return None
    if known is not None and digest(response.body) == known:
        return None
    return await network.parsers.feed(response.body, response.headers, response.url)


def facts_of(
    response: Response | Failure, parsed: ParsedFeed | ParseFailure | None
) -> schedule.ResponseFacts:
    """Return the facts of a response, and of what was read in it, that the schedule depends on."""
    if isinstance(response, Failure):
        return schedule.ResponseFacts(url=response.url, failure=response.reason)
    return schedule.ResponseFacts(
        status=response.status,
        url=response.url,
        headers=response.headers,
        redirects=response.redirects,
        failure=parsed.reason if isinstance(parsed, ParseFailure) else None,
        hints=parsed.hints if isinstance(parsed, ParsedFeed) else None,
        body_hash=digest(response.body),
        cut=isinstance(parsed, ParsedFeed) and parsed.cut,
    )


def digest(body: bytes) -> str:
    """Return the SHA-256 of a body, as hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()
