"""Subscribing: from an address that a person gives to a feed in the library with its first articles."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from random import random
from urllib.parse import urlsplit

from reader.library.feeds.refresh import facts_of
from reader.library.library import Library
from reader.library.network import schedule
from reader.library.network.rate_limit import host_of
from reader.library.network.session import Network, asking, silence
from reader.library.outcome import Problem
from reader.model import Feed, FeedState, ParsedFeed
from reader.sources.http.fetch import Answer, Failure, Request
from reader.sources.opml import read_opml
from reader.sources.parser.pool import ParseFailure
from reader.store.feeds import feeds as feed_store
from reader.store.feeds import hosts
from reader.urls.target import BadAddress, target


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that answered: where it is, what it said, and how."""

    url: str
    answer: Answer
    parsed: ParsedFeed


def address(text: str) -> str | None:
    """The http or https address that a person means by the text; None where it cannot be one.

    `example.org` and `feed:example.org/rss` are completed; other schemes and file paths are refused.
    """
    text = re.sub(r"^feed:(//)?(?=https?:)", "", text.strip(), flags=re.IGNORECASE)
    text = re.sub(r"^feed:(//)?", "https://", text, flags=re.IGNORECASE)
    if not re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port_is_right = parts.port is None or 0 < parts.port < 65_536
    except ValueError:
        return None
    host = parts.hostname or ""
    likely = re.fullmatch(r"[^.]+(\.[^.]+)+\.?", host) or ":" in host or host == "localhost"
    if parts.scheme.lower() not in ("http", "https") or not likely or not port_is_right:
        return None
    return text if re.fullmatch(r"[^\s\x00-\x1f\x7f]+", text) else None


def request_for(url: str) -> str:
    """What two URLs have in common that are asked for alike: `HTTP://Example.org:80/a#b` is no other feed."""
    try:
        there = target(url)
    except BadAddress:
        return url
    return f"{there.authorization or ''} {there.url}"


async def subscribe(
    library: Library, addresses: Sequence[str], folder: str | None
) -> AsyncIterator[Feed | Problem]:
    """Subscribes to each address, in order: the feed there, or the feed that the page there names.

    An address that is subscribed already yields its feed. Without a network the address itself is
    subscribed, and due.
    """
    known = {request_for(feed.url): feed for feed in feed_store.feeds(library.db)}
    async with asking(library) as network:
        each_once = {request_for(address(text) or text): text for text in reversed(addresses)}
        texts = reversed(each_once.values())
        work = [asyncio.create_task(_subscribe(library, network, known, text, folder)) for text in texts]
        try:
            for task in work:
                yield await task
        finally:
            for task in work:
                task.cancel()


async def _subscribe(
    library: Library, network: Network, known: dict[str, Feed], text: str, folder: str | None
) -> Feed | Problem:
    """`known`: the feeds there are, by what is asked for them."""
    url = address(text)
    if url is None:
        return Problem(text, "this is not the address of a feed or a web site")
    if (there := known.get(request_for(url))) and (still := feed_store.feed(library.db, there.id)):
        return still
    if library.offline:
        return _feed(library, _added(library, url, folder))
    found = await find_feed(library, network, url)
    if isinstance(found, Problem):
        return found
    there = known.get(request_for(found.url))
    identity = _added(library, there.url if there else found.url, folder)
    known[request_for(found.url)] = _feed(library, identity)
    state = feed_store.feed_states(library.db, [identity], None)[0]
    _keep_first_answer(library, state, found)
    return _feed(library, identity)


def _added(library: Library, url: str, folder: str | None) -> int:
    return feed_store.add_feed(library.db, url, folder=folder, now=library.clock())[0]


def _feed(library: Library, identity: int) -> Feed:
    feed = feed_store.feed(library.db, identity)
    assert feed is not None, "a feed that was just added is there"
    return feed


def _keep_first_answer(library: Library, state: FeedState, found: Found) -> None:
    now = library.clock()
    facts = facts_of(found.answer, found.parsed)
    interval = schedule.interval(library.settings)
    decided = schedule.after_answer(state, facts, now=now, interval=interval, jitter=random())
    feed_store.keep_answer(library.db, decided, found.parsed, now=now)


async def find_feed(library: Library, network: Network, url: str) -> Found | Problem:
    """The feed at the address, or the first one that the page there names: one request, or two."""
    answer = await ask(library, network, Request(url=url, private=True))
    first = await read_feed(network, url, answer)
    if isinstance(first, Found) or isinstance(answer, Failure) or answer.status >= 400:
        return first
    links = await network.parsers.links(answer.body, answer.url)
    if isinstance(links, ParseFailure) or not links:
        names_none = b"<html" in answer.body[:4096].lower()
        return Problem(url, f"{first.reason}, and it names none") if names_none else first
    link = links[0]
    followed = await ask(library, network, Request(url=link, private=same_origin(link, url)))
    second = await read_feed(network, link, followed)
    if isinstance(second, Problem):
        return Problem(url, f"the feed it names cannot be read: {second}")
    return second


async def ask(library: Library, network: Network, request: Request) -> Answer | Failure:
    """What the server says, unless its host asked for silence; from a 429 on, it has."""
    now = library.clock()
    if silenced := silence(library, host_of(request.url)):
        return Failure(silenced, "refused", request.url)
    answer = await network.fetcher.fetch(request)
    if isinstance(answer, Answer) and (until := schedule.host_silence(facts_of(answer, None), now=now)):
        hosts.silence_host(library.db, host_of(answer.url), until)
    return answer


async def read_feed(network: Network, url: str, answer: Answer | Failure) -> Found | Problem:
    """The feed in what was answered, or why there is none."""
    if isinstance(answer, Failure):
        return Problem(url, answer.reason)
    if answer.status != 200:
        return Problem(url, schedule.refusal(answer.status))
    parsed = await network.parsers.feed(answer.body, answer.headers, answer.url)
    if isinstance(parsed, ParseFailure):
        return Problem(url, parsed.reason)
    return Found(_lasting_url(url, answer), answer, parsed)


def _lasting_url(url: str, answer: Answer) -> str:
    """Where a new subscription should ask from now on: past all permanent redirects."""
    for status, led_to in answer.redirects:
        if status not in (301, 308):
            break
        url = led_to
    return url


def same_origin(one: str, other: str) -> bool:
    first, second = urlsplit(one), urlsplit(other)
    return (first.scheme, first.hostname, first.port) == (second.scheme, second.hostname, second.port)


def lists_subscriptions(data: bytes) -> bool:
    """Whether the file is an OPML file, be it a broken one; else it may be a read-later export."""
    beginning = data[:4096].replace(b"\0", b"").lower()
    return b"<opml" in beginning or b"<outline" in beginning


def import_subscriptions(library: Library, data: bytes) -> tuple[list[Feed], tuple[str, ...]]:
    """Subscribes to what an OPML file lists, due at once, and tells what in it could not be used.

    Raises `opml.NotOpml`. Asks nothing of the network.
    """
    result = read_opml(data)
    now = library.clock()
    known = {request_for(feed.url): feed.url for feed in feed_store.feeds(library.db)}
    added = []
    for item in result.subscriptions:
        url = known.setdefault(request_for(item.url), item.url)
        added.append(
            feed_store.add_feed(
                library.db, url, title=item.title, folder=item.folder, site=item.site, now=now
            )[0]
        )
    by_id = {feed.id: feed for feed in feed_store.feeds(library.db)}
    return [by_id[identity] for identity in dict.fromkeys(added)], result.problems
