"""Subscribing: from an address that a person types to a feed in the library with its first articles."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from random import random

from reader.library.feeds.refresh import facts_of
from reader.library.feeds.subscriptions import subscribed_words
from reader.library.library import Library
from reader.library.network import schedule
from reader.library.network.private import MayBePrivate, typed_by_reader
from reader.library.network.session import Network, open_network, rate_limit_reason
from reader.library.outcome import Problem
from reader.library.rules.applying import rules_at_work
from reader.model import Feed, FeedState, ParsedFeed
from reader.sources.http.errors import FailureKind
from reader.sources.http.fetch import Failure, Request, Response
from reader.sources.http.status import status_words
from reader.sources.parser.pool import ParseFailure, ParserPool
from reader.store.articles.ingest import Arrived
from reader.store.database.connection import transaction
from reader.store.feeds import feeds as feed_store
from reader.store.feeds import hosts, refresh_state, responses
from reader.store.undo_log import Entry
from reader.urls.redirects import lasting_url
from reader.urls.target import host_of, same_origin, same_request
from reader.urls.typed import insecure_url, typed_url


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was read: its address, the response, and what was read in it."""

    url: str
    response: Response
    parsed: ParsedFeed


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What came of an address."""

    feed: Feed
    """The feed, with its first articles."""
    new: bool
    """Whether it was not subscribed before; else it is left as it was."""


NO_ANSWER: frozenset[FailureKind] = frozenset({"connect", "closed", "cut", "protocol", "timeout", "tls"})
"""The kinds of failure with https after which http is asked, where the reader named neither.

A certificate that is wrong is an answer: whoever gives it shall not get the request without one.
"""


HTTPS_SECONDS = 4.0
"""Seconds after which http is asked too: what does not know https may hear it and say nothing."""


async def subscribe(
    library: Library,
    addresses: Sequence[str],
    folder: str | None,
    *,
    private: MayBePrivate = typed_by_reader,
    parsers: ParserPool | None = None,
) -> AsyncIterator[Subscribed | Problem]:
    """Subscribe to each address: to the feed there, or to the feed that the page there names.

    `private`: tells which addresses may be on private hosts; `parsers`: those that the caller opened.
    Yields the feeds, or why there is none, in order; an address that is subscribed already yields its feed.
    Without a network the address itself is subscribed, and due.
    """
    known = {same_request(feed.url): feed for feed in feed_store.feeds(library.db) if not feed.account}
    entry, rules = Entry(subscribed_words), rules_at_work(library)
    async with open_network(library, parsers) as network:
        each_once = {same_request(typed_url(text) or text): text for text in reversed(addresses)}
        if not library.offline and each_once.keys() - known.keys():
            network.parsers.warm_up()
        texts = reversed(each_once.values())
        work = [
            asyncio.create_task(_subscribe(library, network, known, text, folder, entry, rules, private))
            for text in texts
        ]
        try:
            for task in work:
                yield await task
        finally:
            for task in work:
                task.cancel()


async def _subscribe(
    library: Library,
    network: Network,
    known: dict[str, Feed],
    text: str,
    folder: str | None,
    entry: Entry,
    rules: Arrived | None,
    private: MayBePrivate,
) -> Subscribed | Problem:
    """Subscribe to one address; `known` holds the subscribed feeds by their normalized requests.

    `entry`: the action that this is a part of; `rules`: applies the reader's rules to the first articles.
    """
    url = typed_url(text)
    if url is None:
        return Problem(text, "this is not the address of a feed or a web site")
    if (known_feed := known.get(same_request(url))) and (feed := feed_store.feed(library.db, known_feed.id)):
        return Subscribed(feed, new=False)
    if library.offline:
        identity, new = _added(library, url, folder, entry)
        return Subscribed(_feed(library, identity), new)
    found = await find_feed(library, network, url, insecure=insecure_url(text), private=private(url))
    if isinstance(found, Problem):
        return found
    known_feed = known.get(same_request(found.url))
    identity, new = _added(library, known_feed.url if known_feed else found.url, folder, entry)
    known[same_request(found.url)] = _feed(library, identity)
    state = refresh_state.feed_states(library.db, [identity], None)[0]
    _keep_first_answer(library, state, found, rules)
    if new:
        with transaction(library.db):
            entry.name(library.db, f"subscribed to {feed_store.title_of(library.db, identity)}")
    return Subscribed(_feed(library, identity), new)


def _added(library: Library, url: str, folder: str | None, entry: Entry) -> tuple[int, bool]:
    return feed_store.add_feed(library.db, url, folder=folder, now=library.clock(), entry=entry)


def _feed(library: Library, identity: int) -> Feed:
    feed = feed_store.feed(library.db, identity)
    assert feed is not None, "a feed that was just added is there"
    return feed


def _keep_first_answer(library: Library, state: FeedState, found: Found, rules: Arrived | None) -> None:
    now = library.clock()
    facts = facts_of(found.response, found.parsed)
    interval = schedule.interval(library.settings)
    decided = schedule.after_response(state, facts, now=now, interval=interval, jitter=random())
    newest = library.settings.backlog
    responses.keep_response(library.db, decided, found.parsed, now=now, newest=newest, arrived=rules)


async def find_feed(
    library: Library, network: Network, url: str, *, insecure: str | None = None, private: bool = True
) -> Found | Problem:
    """Find the feed at the address, or the first one that the page there names, with one request or two.

    `insecure` is an address to ask in its place where no server answers there. `private`: whether the address
    may be on a private host.
    """
    url, response = await _ask_either(library, network, url, insecure, private=private)
    first = await read_feed(network, url, response)
    if isinstance(first, Found) or isinstance(response, Failure) or response.status >= 400:
        return first
    links = await network.parsers.links(response.body, response.url)
    if isinstance(links, ParseFailure) or not links:
        names_none = b"<html" in response.body[:4096].lower()
        return Problem(url, f"{first.reason}, and it names none") if names_none else first
    link = links[0]
    followed = await ask(library, network, Request(url=link, private=same_origin(link, url)))
    second = await read_feed(network, link, followed)
    if isinstance(second, Problem):
        return Problem(url, f"the feed it names cannot be read: {second}")
    return second


async def _ask_either(
    library: Library, network: Network, url: str, insecure: str | None, *, private: bool
) -> tuple[str, Response | Failure]:
    """Ask an address, and where no server answers there, or not soon, the `insecure` one.

    `private`: whether they may be on private hosts. Returns the address that answered, and its response; the
    first one's failure where neither did.
    """
    first = asyncio.create_task(ask(library, network, Request(url=url, private=private)))
    try:
        await asyncio.wait([first], timeout=HTTPS_SECONDS if insecure else None)
        if insecure and not (first.done() and _is_answer(first.result())):
            second = await ask(library, network, Request(url=insecure, private=private))
            if isinstance(second, Response) and not (first.done() and _is_answer(first.result())):
                return insecure, second
        return url, await first
    finally:
        first.cancel()


def _is_answer(response: Response | Failure) -> bool:
    return isinstance(response, Response) or response.kind not in NO_ANSWER


async def ask(library: Library, network: Network, request: Request) -> Response | Failure:
    """Ask, unless the host is rate-limited; a 429 makes it so. Returns the response or the failure."""
    now = library.clock()
    if reason := rate_limit_reason(library, host_of(request.url)):
        return Failure(reason, "refused", request.url)
    response = await network.fetcher.fetch(request)
    if isinstance(response, Response) and (
        until := schedule.host_rate_limit(facts_of(response, None), now=now)
    ):
        hosts.rate_limit_host(library.db, host_of(response.url), until)
    return response


async def read_feed(network: Network, url: str, response: Response | Failure) -> Found | Problem:
    """Read the feed in a response. Returns it, or why there is none."""
    if isinstance(response, Failure):
        return Problem(url, response.reason)
    if response.status != 200:
        return Problem(url, status_words(response.status))
    parsed = await network.parsers.feed(response.body, response.headers, response.url)
    if isinstance(parsed, ParseFailure):
        return Problem(url, parsed.reason)
    return Found(lasting_url(url, response.redirects), response, parsed)
