"""Feeds that were damaged at random: none ends a parser, hangs it, or makes it raise an error."""

import asyncio
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.sources.parser.pool import ParseFailure, ParserPool

MUTATIONS = 5_000
LARGEST = 60_000
"""Bytes of a sample: more of them are read in the same time."""

OWN = Path(__file__).parents[3] / "reader" / "demo" / "feeds"
SPLICES = (
    *(
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"-->",
        b"</item>",
        b"<item>",
        b"</entry>",
        b"<entry>",
    ),
    *(
        b"&#xD800;",
        b"&#x110000;",
        b"&#99999999999;",
        b"&#27;",
        b"&nbsp;",
        b"&a;",
        b"\0",
        b"\x1b",
        b"\xff\xfe",
    ),
    *(b"<!DOCTYPE rss [<!ENTITY a 'b'>]>", b"<!ENTITY c 'C:\\data'>", b"xml:base='http://[bad'", b"{", b"]"),
    *(
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"encoding='utf-7'",
        b"http://[::1",
        b"9" * 400,
        b"<div>" * 300,
    ),
    *(
        b"\xf0\x9f\x91\xa9\xe2\x80\x8d",
        b"\xe2\x80\xae",
        b"type='xhtml'",
        b"mode='base64'",
        b"<pubDate>",
        b"\r",
    ),
)


def samples() -> list[bytes]:
    """Return feeds of others where they are at hand, else those of the demonstration."""
    place = os.environ.get("NEWSREADER_CORPUS")
    folders = [OWN, *([Path(place) / "feeds", Path(place) / "feedparser"] if place else [])]
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.read_bytes()[:LARGEST] for path in files]


def mutated(chance: random.Random, feeds: list[bytes]) -> bytes:
    """Return a feed with a few places changed: bytes, splices, repetitions, parts of another feed."""
    body = bytearray(chance.choice(feeds))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        end = min(len(body), at + chance.choice((0, 1, 5, 40, 400)))
        kind = chance.randrange(5)
        if kind == 0:
            body[at:end] = chance.choice(SPLICES)
        elif kind == 1:
            body[at:end] = chance.randbytes(end - at)
        elif kind == 2:
            body[at:end] = bytes(body[at:end]) * chance.randint(0, 40)
        elif kind == 3:
            del body[at:end]
        else:
            other = chance.choice(feeds)
            start = chance.randrange(len(other) + 1)
            body[at:end] = other[start : start + 400]
    return bytes(body)


def bodies(seed: int, count: int) -> Iterator[bytes]:
    chance, feeds = random.Random(seed), samples()
    for _ in range(count):
        yield mutated(chance, feeds)


async def broken(seed: int, count: int) -> list[tuple[int, str]]:
    """Return which of the mutations broke a parser, and how."""
    found = []
    async with ParserPool(deadline=20.0, patience=600.0) as pool:

        async def read(number: int, body: bytes) -> None:
            result = await pool.feed(body, {"content-type": "application/xml"}, "https://news.example/feed")
            if isinstance(result, ParseFailure) and ("parser" in result.reason or "took" in result.reason):
                found.append((number, result.reason))

        pending: set[asyncio.Task[None]] = set()
        for number, body in enumerate(bodies(seed, count)):
            pending.add(asyncio.create_task(read(number, body)))
            if len(pending) >= 8:
                _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.gather(*pending)
    return found


async def test_a_hundred_mutations_break_no_parser() -> None:
    assert await broken(1, 100) == []


@pytest.mark.long
async def test_five_thousand_mutations_break_no_parser() -> None:
    assert await broken(2, MUTATIONS) == []
