"""Fetching from the web: what every request says, and its bounds.

A fetch is a chain of single requests, each on a connection of its own. Its address is checked when the
connection is made.
"""

import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self
from urllib.request import getproxies

import aiohttp
from yarl import URL

from reader.processes import patience, queued_seconds
from reader.sources.http.connections import HEADER_BYTES, BadCaFile, public_socket, session, tls
from reader.sources.http.decompression import CODINGS, LONGEST_BODY, BadCoding, Body, TooLarge
from reader.sources.http.downloads import LONGEST_DOWNLOAD, Sink, hand_on
from reader.sources.http.errors import Failure, NoResponse, explain, private
from reader.sources.http.limits import AT_ONCE, PER_HOST, RequestLimits
from reader.sources.http.proxies import UnusableProxy, proxy_for
from reader.urls import public
from reader.urls.redirects import PERMANENT, REDIRECTS, redirected
from reader.urls.target import BadAddress, Target, target

__all__ = ["BadCaFile", "Exchange", "Failure", "Fetcher", "Request", "Response"]

_FEEDS = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.7, */*;q=0.5"
)
"""The Accept header of requests for feeds, which take a page too: it may name a feed."""

_MOST_REQUESTS = 10
"""Requests of one fetch: the first, and those that redirects ask for."""

_NEGLIGIBLE = 0.1
"""Seconds for which a process waits for a processor on an idle machine too."""

_SINGLE = frozenset(
    {"age", "content-length", "content-type", "date", "etag", "expires"}
    | {"last-modified", "location", "retry-after"}
)
"""Headers that are no lists: the first counts. Joined, they would be a value that was never sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to ask for."""

    url: str
    """The address to ask, maybe with a user and password."""
    etag: str | None = None
    """The ETag of what is known already, for If-None-Match (RFC 9110, section 13.1.2)."""
    last_modified: str | None = None
    """The Last-Modified of what is known already, for If-Modified-Since (RFC 9110, section 13.1.3)."""
    validators_from: str | None = None
    """The URL that served the two validators; None where that is the request's own. They are sent there, and
    on from there over temporary redirects, but not to where a permanent redirect leads: that is another
    resource."""
    private: bool = False
    """Whether the reader gave this URL and so may mean the own network."""
    accept: str = _FEEDS
    """The Accept header (RFC 9110, section 12.5.1)."""
    sink: Sink | None = None
    """What takes the body; None for a body within the bounds of a document, which the response then has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request to a server on which the reader has an account, whose address the reader gave."""

    url: str
    """The address to ask."""
    body: bytes | None = None
    """What to send with a POST; None for a GET."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers of this request; they win over those of the settings."""
    seconds: float
    """Seconds from connecting to the last byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server sent, whatever its status; the body of an error is read for an `Exchange` only."""

    status: int
    """The status of the last response of the chain."""
    url: str
    """The address of the last request, after redirects, without a password."""
    headers: Mapping[str, str]
    """Headers by their names in lower case. Values have one character a byte (RFC 9110, section 5.5); those
    of repeated headers are joined."""
    body: bytes
    """The body, decompressed; empty unless the status is 2xx."""
    redirects: tuple[tuple[int, str], ...] = ()
    """The redirects in their order: the status of each, and the address that it led to."""


class Fetcher:
    """Sends requests within the limits of one run; an async context manager."""

    def __init__(
        self,
        *,
        user_agent: str,
        proxy: str | None = None,
        ca_file: Path | None = None,
        allow_private: bool = False,
        total: int = AT_ONCE,
        per_host: int = PER_HOST,
        deadline: float = 30.0,
        offline: bool = False,
        hosts: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
        rate_limited: Callable[[str], str | None] = lambda host: None,
    ) -> None:
        """`deadline` is in seconds, from connecting to the last byte, over all redirects.

        `hosts` has further headers for a host (or `host:port`), which are sent to it alone, and only where it
        is the host of the request's own URL. `rate_limited` returns why a redirect may not lead to a host
        now, or None; the host of the request's own URL is the caller's to check. Raises BadCaFile.
        """
        self._user_agent = user_agent
        self._proxy = proxy
        self._tls = tls(ca_file)
        self._allow_private = allow_private
        self._limits = RequestLimits(total, per_host)
        self._deadline = deadline
        self._offline = offline
        self._hosts = hosts
        self._rate_limited = rate_limited

    @cached_property
    def _known_proxies(self) -> Mapping[str, str]:
        """The environment's proxies, read once: that takes as long as all else before a request."""
        return getproxies()

    async def __aenter__(self) -> Self:
        self._anywhere = session(None)
        self._public = session(public_socket)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._anywhere.close()
        await self._public.close()

    async def fetch(self, request: Request) -> Response | Failure:
        """Send a GET and follow its redirects. Returns the last response, or why there is none."""
        trail: list[tuple[int, str]] = []
        try:
            start = target(request.url)
        except BadAddress as error:
            return NoResponse("refused", f"this {error}").failure("")
        try:
            return await self._follow(request, start, trail)
        except NoResponse as end:
            return end.failure(trail[-1][1] if trail else start.url)

    async def exchange(self, exchange: Exchange) -> Response | Failure:
        """Send one request, which may change something, and follow no redirect. Returns the response with its
        body, whatever its status, or why there is none.
        """
        try:
            start = target(exchange.url)
        except BadAddress as error:
            return NoResponse("refused", f"this {error}").failure("")
        headers = {"Accept-Encoding": ", ".join(CODINGS), **self._headers_for_host(start, start)}
        if start.authorization is not None:
            headers["Authorization"] = start.authorization
        headers |= exchange.headers
        try:
            if self._offline:
                raise NoResponse("offline", "offline")
            async with self._limits.request_to(start.authority):
                reply = await self._ask(start, headers, exchange.seconds, exchange, free=True)
        except NoResponse as end:
            return end.failure(start.url)
        return Response(status=reply.status, url=start.url, headers=reply.headers, body=reply.body)

    async def _follow(self, request: Request, start: Target, trail: list[tuple[int, str]]) -> Response:
        if self._offline:
            raise NoResponse("offline", "offline")
        current = start
        left = self._deadline if request.sink is None else LONGEST_DOWNLOAD
        validated = False
        while True:
            validated = validated or current.url == _validated(request, start)
            headers = _request_headers(request, start, current, validated=validated)
            headers = self._headers_for_host(start, current) | headers
            free = self._allow_private or (request.private and current.origin == start.origin)
            async with self._limits.request_to(current.authority):
                began = time.monotonic() - queued_seconds()
                response = await self._ask(current, headers, left, request.sink, free=free)
                left -= time.monotonic() - queued_seconds() - began
            if response.status not in REDIRECTS or "location" not in response.headers:
                return Response(
                    status=response.status,
                    url=current.url,
                    headers=response.headers,
                    body=response.body,
                    redirects=tuple(trail),
                )
            current = _next(current, response, [start.url, *(url for _, url in trail)])
            if reason := self._rate_limited(current.host):
                raise NoResponse("refused", reason)
            validated = validated and response.status not in PERMANENT
            trail.append((response.status, current.url))

    def _headers_for_host(self, start: Target, current: Target) -> dict[str, str]:
        """Return the headers for the host that was asked; a redirect to another host leaves them behind."""
        if current.host != start.host:
            return {}
        return dict(self._hosts.get(f"{current.host}:{current.port}") or self._hosts.get(current.host) or {})

    async def _ask(
        self,
        current: Target,
        headers: dict[str, str],
        seconds: float,
        wanted: Sink | Exchange | None,
        *,
        free: bool,
    ) -> "_Reply":
        """Send a single request; where it is `free`, also to a private address. Raises NoResponse."""
        session, proxy = self._route(current, free=free)
        headers["User-Agent"] = self._user_agent
        url = URL(current.url, encoded=True)
        exchange = wanted if isinstance(wanted, Exchange) else None
        sink = None if isinstance(wanted, Exchange) else wanted
        asked = session.request(
            "GET" if exchange is None or exchange.body is None else "POST",
            url,
            data=exchange.body if exchange else None,
            headers=headers,
            proxy=proxy,
            ssl=self._tls,
            allow_redirects=False,
        )
        try:
            async with _patience(seconds), asked as response:
                if sink is not None and response.status in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
                    headers = _response_headers(response, current)
                    await hand_on(response, headers, sink, current.authority)
                    return _Reply(response.status, headers, b"")
                return await _read(response, current, whole=exchange is not None)
        except TimeoutError as error:
            limit = exchange.seconds if exchange else self._deadline
            late = f"{current.authority} did not answer within {limit:g} seconds"
            raise NoResponse("timeout", late) from error
        except TooLarge as error:
            size = f"over {LONGEST_BODY / 1_048_576:.3g} MiB"
            raise NoResponse(
                "too-large", f"the answer of {current.authority} is too large, {size}"
            ) from error
        except BadCoding as error:
            raise NoResponse("protocol", f"the answer of {current.authority} is {error}") from error
        except (aiohttp.ClientError, OSError) as error:
            raise explain(error, current.authority) from error

    def _route(self, current: Target, *, free: bool) -> tuple[aiohttp.ClientSession, str | None]:
        """Return the session and the proxy for the request. Raises NoResponse.

        A proxy resolves names itself, so that only a name's form can be judged here; connecting to the proxy
        is what the reader asked for, wherever it is.
        """
        try:
            proxy = proxy_for(current, self._proxy, self._known_proxies)
        except UnusableProxy as error:
            raise NoResponse("connect", "the proxy in the settings is no HTTP proxy") from error
        if proxy is not None and not free:
            address = public.literal(current.host)
            if not public.is_public(address) if address else public.is_local_name(current.host):
                raise private(current.authority)
        return (self._anywhere if free or proxy else self._public), proxy


def _patience(seconds: float) -> AbstractAsyncContextManager[None]:
    """Wait so many seconds for a server; those in which this process waited for a processor do not count."""
    end = time.monotonic() - queued_seconds() + seconds

    def more() -> float:
        # What is left is reckoned from the beginning: who looks late, as the processor was another's, would
        # else give that time twice, and on a busy machine go on for ever.
        left = end - (time.monotonic() - queued_seconds())
        return left if left > _NEGLIGIBLE else 0.0

    return patience(seconds, more)


@dataclass(frozen=True, slots=True)
class _Reply:
    """The response to a single request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _next(current: Target, response: _Reply, seen: list[str]) -> Target:
    """Return where a redirect leads; `seen` are the addresses before it. Raises NoResponse."""
    try:
        following = redirected(current, response.headers["location"])
    except BadAddress as error:
        raise NoResponse("redirect", f"{current.authority} redirects to what {error}") from error
    if (current.scheme, following.scheme) == ("https", "http"):
        raise NoResponse(
            "redirect", f"{current.authority} redirects from https to http, where all could listen"
        )
    if following.url in seen:
        raise NoResponse("redirect", f"{current.authority} redirects in a circle")
    if len(seen) >= _MOST_REQUESTS:
        raise NoResponse(
            "redirect", f"{current.authority} redirects once more after {_MOST_REQUESTS} requests"
        )
    return following


def _request_headers(request: Request, start: Target, current: Target, *, validated: bool) -> dict[str, str]:
    """Return all headers but the User-Agent and those for one host only."""
    headers = {"Accept": request.accept, "Accept-Encoding": ", ".join(CODINGS)}
    if current.authorization is not None:
        headers["Authorization"] = current.authorization
    if request.sink is not None:
        headers["Accept-Encoding"] = "identity"
        if request.sink.offset and (version := _sendable("If-Range", request.sink.validator)):
            headers |= version | {"Range": f"bytes={request.sink.offset}-"}
    if validated:
        headers |= _sendable("If-None-Match", request.etag)
        headers |= _sendable("If-Modified-Since", request.last_modified)
    return headers


def _validated(request: Request, start: Target) -> str:
    if request.validators_from is None:
        return start.url
    try:
        return target(request.validators_from).url
    except BadAddress:
        return ""


def _sendable(name: str, value: str | None) -> dict[str, str]:
    """Return the header with the very bytes that were received, if they can be sent.

    aiohttp writes UTF-8; bytes that are none would be changed on the way.
    """
    if not value or re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
        return {}
    try:
        return {name: value.encode("latin-1").decode("utf-8")}
    except UnicodeError:
        return {}


async def _read(response: aiohttp.ClientResponse, current: Target, *, whole: bool = False) -> _Reply:
    """Return a response; `whole`: with its body also where that is empty, or an error's."""
    headers = _response_headers(response, current)
    if not whole and not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        return _Reply(response.status, headers, b"")
    body = Body(headers.get("content-encoding", ""), LONGEST_BODY)
    if response.content_length is not None and response.content_length > LONGEST_BODY:
        raise TooLarge
    async for chunk in response.content.iter_any():
        body.add(chunk)
    said = body.whole()
    if not said and not whole:
        raise NoResponse("cut", f"{current.authority} sent an empty answer")
    return _Reply(response.status, headers, said)


def _response_headers(response: aiohttp.ClientResponse, current: Target) -> dict[str, str]:
    """Return the headers by name, without cookies. Raises NoResponse where they are too large."""
    if sum(len(name) + len(value) for name, value in response.raw_headers) > HEADER_BYTES:
        raise NoResponse("too-large", f"the headers of {current.authority} are too large")
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.raw_headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name not in headers:
            headers[name] = value
        elif name not in _SINGLE:
            headers[name] += ", " + value
    headers.pop("set-cookie", None)
    return headers
