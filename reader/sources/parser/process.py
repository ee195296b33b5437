"""A process that reads documents from outside, one after another, and can be killed at any moment.

`pool.ParserPool` starts it as `python -m reader.sources.parser.process`. Requests come on standard input,
responses leave on standard output; each is a frame: its length in four bytes, the lowest first, then msgpack.
The process ends when its input does, also in the middle of a document.
"""

import os
import signal
import struct
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import BinaryIO, NoReturn

import msgspec
from msgspec.structs import replace

try:
    import fcntl
    import resource
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    RESOURCE_LIMITS = False
else:
    RESOURCE_LIMITS = True

from reader.document import code_tokens
from reader.document.pictures.picture import Picture
from reader.model import ParsedArticle, ParsedFeed, Wanted
from reader.sources.feeds.raw_feed import RawArticle
from reader.sources.takeover.cached import CachePage

LENGTH = struct.Struct("<I")
"""The length of a frame, at its beginning."""

PIPE_BYTES = 1 << 20
"""Bytes of responses that wait for the parent; what it keeps in the meantime takes as long as a document."""

READY = b"ready\n"
"""What the process writes before its first response."""

FEEDS = "feeds"
"""The argument that says that feeds are coming."""

SPENT: signal.Signals | None = getattr(signal, "SIGPROF", None)
"""The signal that ends the process when a document has used up its processor time; None on Windows."""


class Limits(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The first frame: what the process may use."""

    memory: int
    """Bytes of address space; 0 for no limit."""
    seconds: float
    """Seconds of processor time for one document."""
    wall_seconds: int
    """Seconds for one document by the clock: the last resort where no parent enforces its own deadline."""


class FeedRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Asks to read a feed."""

    body: bytes
    """The body of the response."""
    headers: dict[str, str]
    """The headers of the response by their lower-case names."""
    url: str
    """Where the response came from, after redirects."""


class SavedRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Asks to read a saved file."""

    data: bytes
    """The bytes of the file."""
    path: str
    """The path of the file as it was given."""
    mtime: int | None
    """The file's modification time in UTC seconds, if known."""
    now: int
    """The present in UTC seconds."""
    wanted: Wanted = "any"
    """What the file must be, so that its articles are wanted."""


class CacheRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Asks to read some articles of newsboat's cache, which is opened for reading only."""

    path: str
    """The path of the file."""
    after: int
    """The row behind which the articles are."""
    count: int
    """The number of articles at most."""


class LinksRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Asks for the feeds that a web page names."""

    html: bytes
    """The bytes of the page."""
    url: str
    """The address of the page."""


class PageRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Asks for the article in a web page."""

    data: bytes
    """The body of the response."""
    headers: dict[str, str]
    """The headers of the response by their lower-case names."""
    url: str
    """Where the response came from, after redirects."""
    now: int
    """The present in UTC seconds."""


class PictureRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Asks to decode a picture."""

    data: bytes
    """The bytes of the picture's file."""


class CarriedRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Asks for the pictures that a saved file carries."""

    data: bytes
    """The bytes of the file."""
    path: str
    """The path of the file as it was given."""
    wanted: list[str]
    """The addresses of the pictures."""


class ItemsRequest(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Asks to read articles that a server has taken from their feeds."""

    items: list[tuple[RawArticle, str]]
    """The strings of each, and the address that its relative links are relative to."""


class FeedResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The feed in a document."""

    feed: ParsedFeed
    """The feed with its articles."""


class ArticlesResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The articles of a saved file or a page."""

    articles: tuple[ParsedArticle, ...]
    """The articles; of a file at least one."""


class CacheResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Some articles of newsboat's cache."""

    page: CachePage
    """The articles, and where to go on."""


class LinksResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The feeds that a page names."""

    links: list[str]
    """Their addresses, absolute."""


class CarriedResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The pictures that a saved file carries."""

    pictures: dict[str, bytes]
    """The bytes of each by its address."""


class PictureResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A picture as it is kept."""

    picture: Picture
    """The picture in cells."""
    graphics: bytes
    """The picture as a PNG, for terminals with graphics."""


class FailureResponse(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Why a document could not be read."""

    reason: str
    """The reason in words."""
    spent: bool = False
    """Whether the process should not be asked again."""


Request = (
    FeedRequest
    | SavedRequest
    | LinksRequest
    | PageRequest
    | PictureRequest
    | CarriedRequest
    | CacheRequest
    | ItemsRequest
)
"""What the process may be asked."""
Response = (
    FeedResponse
    | ArticlesResponse
    | LinksResponse
    | CarriedResponse
    | PictureResponse
    | CacheResponse
    | FailureResponse
)
"""What the process may respond."""


def frame(message: Limits | Request | Response) -> bytes:
    """Return the message as it goes through a pipe."""
    encoded = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(encoded)) + encoded


def main() -> NoReturn:
    """Read requests and write responses until the input ends, and end the process.

    Python cannot be taken down while a thread waits for the input: that would end the process with a fault.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    try:
        _serve()
    finally:
        os._exit(1)


def _serve() -> NoReturn:
    # What a library prints must not get between the frames.
    responses = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _widen(responses.fileno())
    if FEEDS in sys.argv[1:]:
        from reader.sources.feeds import parse  # noqa: F401 - while the first feed is on its way
    requests: SimpleQueue[bytes] = SimpleQueue()
    limits = msgspec.msgpack.decode(_next_frame(sys.stdin.buffer) or _end(), type=Limits)
    _limit_memory(limits.memory)
    if SPENT is not None:
        signal.signal(SPENT, signal.SIG_DFL)  # whatever the parent made of it
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    decoder = msgspec.msgpack.Decoder(Request)
    responses.write(READY)
    responses.flush()
    while True:
        request = decoder.decode(requests.get())
        _set_timers(limits.seconds, limits.wall_seconds)
        response = frame(_response(request))
        _set_timers(0, 0)
        responses.write(response)
        responses.flush()


def _widen(pipe: int) -> None:
    """Let a pipe hold some responses, so that the next document need not wait until the parent reads them.

    Only Linux can.
    """
    if fcntl is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # the system may allow less
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _receive(pipe: BinaryIO, requests: SimpleQueue[bytes]) -> None:
    """Receive frames while the other thread works, so that the end of the input is noticed at once."""
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


def _end() -> NoReturn:
    os._exit(0)


def _limit_memory(count: int) -> None:
    """Limit the bytes of address space. macOS does not enforce it and Windows cannot; the deadline
    remains.
    """
    if count and RESOURCE_LIMITS:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (count, count))


def _set_timers(seconds: float, wall_seconds: int) -> None:
    """Let the system end the process after so much processor time, or so much time by the clock.

    It does so even inside a library that never returns. Zero takes that back. Windows knows no such timers.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(wall_seconds)


def _response(request: Request) -> Response:
    try:
        with code_tokens.together():
            return _read(request)
    except MemoryError:
        return FailureResponse("it needs too much memory to be read", spent=True)
    except Exception as error:  # noqa: BLE001  foreign parsers raise anything; it is one document's failure
        return FailureResponse(f"its parser failed ({type(error).__name__})")


def _read(request: Request) -> Response:
    match request:
        case FeedRequest() | LinksRequest():
            return _feed(request)
        case ItemsRequest():
            return _items(request)
        case SavedRequest() | PageRequest():
            return _saved(request)
        case PictureRequest():
            return _picture(request)
        case CacheRequest():
            return _cache(request)
        case CarriedRequest():
            return _carried(request)


def _feed(request: FeedRequest | LinksRequest) -> Response:
    from reader.sources.feeds import discover, parse  # a process for saved files does without

    if isinstance(request, LinksRequest):
        return LinksResponse(discover.feed_links(request.html, request.url))
    try:
        return FeedResponse(parse.parse_feed(request.body, request.headers, request.url))
    except parse.NotAFeed as reason:
        return FailureResponse(str(reason))


def _items(request: ItemsRequest) -> Response:
    from reader.sources.feeds.articles import make_article  # a process for saved files does without

    return ArticlesResponse(tuple(make_article(raw, base) for raw, base in request.items))


def _saved(request: SavedRequest | PageRequest) -> Response:
    from reader.sources.saved import UnreadableFile, read_page, read_saved  # a process for feeds does without

    try:
        if isinstance(request, SavedRequest):
            return ArticlesResponse(
                read_saved(request.data, request.path, request.mtime, request.now, request.wanted)
            )
        page = read_page(request.data, request.headers, request.url, request.now)
        return ArticlesResponse((replace(page, link=page.link or request.url),))
    except UnreadableFile as reason:
        return FailureResponse(str(reason))


def _carried(request: CarriedRequest) -> Response:
    from reader.sources.saved.pictures import carried_pictures  # a process for feeds does without

    return CarriedResponse(carried_pictures(request.data, request.path, request.wanted))


def _picture(request: PictureRequest) -> Response:
    from reader.sources import images  # a process for feeds does without

    try:
        return PictureResponse(*images.decode(request.data))
    except images.UnreadablePicture as reason:
        return FailureResponse(str(reason))


def _cache(request: CacheRequest) -> Response:
    from reader.sources.takeover.newsboat_cache import NotNewsboat, read_cache  # few processes need SQLite

    try:
        return CacheResponse(read_cache(request.path, request.after, request.count))
    except NotNewsboat as reason:
        return FailureResponse(str(reason))


if __name__ == "__main__":
    main()
