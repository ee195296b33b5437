"""Bodies of any length, which are handed on piece by piece and go on where they broke off."""

import asyncio
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol

import aiohttp

from reader.sources.http.errors import NoResponse

LONGEST_DOWNLOAD = 86_400.0
"""Seconds that a download may take."""

STALL = 60.0
"""Seconds without a byte after which a download is given up."""

_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})")


class Sink(Protocol):
    """Takes a body piece by piece, as it comes. It may raise any error of its own but `OSError`."""

    @property
    def offset(self) -> int:
        """The bytes that are there from an answer that broke off, for Range (RFC 9110, section 14.2)."""

    @property
    def validator(self) -> str | None:
        """What that answer said of its version, for If-Range (RFC 9110, section 13.1.5)."""

    def begin(self, offset: int, total: int | None, validator: str | None) -> None:
        """Take note of an answer: where it goes on, how many bytes there are in all, and its version."""

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""


async def hand_on(
    response: aiohttp.ClientResponse, headers: Mapping[str, str], sink: Sink, authority: str
) -> None:
    """Give the body of a 200 or 206 to its sink as it comes.

    Raises NoResponse for another part than the one that was asked for, and where nothing comes any more.
    """
    begin, total = 0, response.content_length
    if response.status == HTTPStatus.PARTIAL_CONTENT:
        found = _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
        begin, total = (int(found[1]), int(found[2])) if found else (-1, None)
        if begin != sink.offset:
            raise NoResponse("protocol", f"{authority} sent another part than it was asked for")
    sink.begin(begin, total, _validator(headers))
    pieces = response.content.iter_any()
    while True:
        try:
            piece = await asyncio.wait_for(anext(pieces, b""), STALL)
        except TimeoutError:
            raise NoResponse("timeout", f"{authority} sent nothing more for {STALL:g} seconds") from None
        if not piece:
            return
        sink.write(piece)


def _validator(headers: Mapping[str, str]) -> str | None:
    """Return what names a body's version for If-Range: a strong ETag, else the time of its last change."""
    etag = headers.get("etag", "")
    return etag if etag.startswith('"') else headers.get("last-modified")
