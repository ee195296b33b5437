"""A process that reads documents from outside, one after another, and can be killed at any moment.

Started by `parsing.ParserPool` as `python -m reader.sources.parser.process`. Requests come on standard input,
answers leave on standard output; each is a frame: its length in four bytes, the lowest first, then msgpack.
It ends when its input does, also in the middle of a document.
"""

import os
import signal
import struct
import sys
import threading
from dataclasses import replace
from queue import SimpleQueue
from typing import BinaryIO

import msgspec

from reader.model import ParsedArticle, ParsedFeed

LENGTH = struct.Struct("<I")

READY = b"ready\n"
"""Comes before the first answer."""


class Limits(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The first frame: what the process may use."""

    memory: int
    """Bytes of address space; 0 for no limit."""
    seconds: int
    """For one document; a last resort where the parent is not there to enforce its own."""


class FeedRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Read a feed."""

    body: bytes
    headers: dict[str, str]
    url: str


class SavedRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Read a saved file."""

    data: bytes
    path: str
    mtime: int | None
    now: int


class LinksRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Find the feeds that a web page names."""

    html: bytes
    url: str


class PageRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Find the article in a web page."""

    data: bytes
    headers: dict[str, str]
    url: str
    now: int


class FeedResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A feed."""

    feed: ParsedFeed


class ArticlesResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The articles of a saved file or a page."""

    articles: tuple[ParsedArticle, ...]


class LinksResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Addresses of feeds."""

    links: list[str]


class FailureResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Why the document could not be read."""

    reason: str
    spent: bool = False
    """Whether the process should not be asked again."""


Request = FeedRequest | SavedRequest | LinksRequest | PageRequest
Response = FeedResponse | ArticlesResponse | LinksResponse | FailureResponse


def frame(message: Limits | Request | Response) -> bytes:
    """The message as it goes through a pipe."""
    encoded = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(encoded)) + encoded


def main() -> None:
    """Reads until the input ends."""
    # What a library prints must not get between the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests: SimpleQueue[bytes] = SimpleQueue()
    limits = msgspec.msgpack.decode(_next_frame(sys.stdin.buffer) or _end(), type=Limits)
    _limit_memory(limits.memory)
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    decoder = msgspec.msgpack.Decoder(Request)
    answers.write(READY)
    answers.flush()
    while True:
        request = decoder.decode(requests.get())
        _alarm(limits.seconds)
        response = frame(_response(request))
        _alarm(0)
        answers.write(response)
        answers.flush()


def _receive(pipe: BinaryIO, requests: SimpleQueue[bytes]) -> None:
    """Takes frames while the other thread works, so that the end of the input is noticed at once."""
    while (received := _next_frame(pipe)) is not None:
        requests.put(received)
    _end()


def _next_frame(pipe: BinaryIO) -> bytes | None:
    length = pipe.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return None
    (count,) = LENGTH.unpack(length)
    received = pipe.read(count)
    return received if len(received) == count else None


def _end() -> bytes:
    os._exit(0)


def _limit_memory(count: int) -> None:
    if not count:
        return
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (count, count))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such limit, macOS does not enforce it; the deadline remains.


def _alarm(seconds: int) -> None:
    """The system ends the process after so many seconds, even inside a library that never comes back."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _response(request: Request) -> Response:
    try:
        return _read(request)
    except MemoryError:
        return FailureResponse("it needs too much memory to be read", spent=True)
    except Exception as error:  # noqa: BLE001  foreign parsers raise anything; it is one document's failure
        return FailureResponse(f"its parser failed ({type(error).__name__})")


def _read(request: Request) -> Response:
    match request:
        case FeedRequest(body, headers, url):
            return _feed(body, headers, url)
        case LinksRequest(html, url):
            from reader.sources.feeds.discover import feed_links

            return LinksResponse(feed_links(html, url))
        case SavedRequest() | PageRequest():
            return _saved(request)


def _feed(body: bytes, headers: dict[str, str], url: str) -> Response:
    from reader.sources.feeds.parse import NotAFeed, parse_feed

    try:
        return FeedResponse(parse_feed(body, headers, url))
    except NotAFeed as reason:
        return FailureResponse(str(reason))


def _saved(request: SavedRequest | PageRequest) -> Response:
    from reader.sources.saved import UnreadableFile, read_page, read_saved

    try:
        if isinstance(request, SavedRequest):
            return ArticlesResponse(read_saved(request.data, request.path, request.mtime, request.now))
        page = read_page(request.data, request.headers, request.url, request.now)
        return ArticlesResponse((replace(page, link=page.link or request.url),))
    except UnreadableFile as reason:
        return FailureResponse(str(reason))


if __name__ == "__main__":
    main()
