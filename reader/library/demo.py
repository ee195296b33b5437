"""The samples that ship with the program: `python -m reader.library.demo DIR` fills a library from them."""

import asyncio
import re
import sys
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate
from importlib.resources import as_file, files
from pathlib import Path

from reader.config import Paths, Settings
from reader.library.articles.save import save
from reader.library.images.fetch import fetch_pictures
from reader.library.library import Library, open_library
from reader.library.outcome import PictureKept, Problem
from reader.model import DAY, FeedState
from reader.sources.opml import read_opml
from reader.sources.parser.pool import ParseFailure, ParserPool
from reader.store.feeds import feeds, responses
from reader.urls.parts import parts_of

NEWEST = 1_795_200_000
"""When the newest article of the samples was published, as they are written: 20 November 2026, 18:40 UTC."""

LATEST = 20 * 60
"""Seconds since the newest article at most, where nothing else would be from today."""

_MOMENT = re.compile(
    rb"(?P<day>\d{4}-\d\d-\d\d|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4})"
    rb"(?P<between>T| )(?P<time>\d\d:\d\d:\d\d)"
)
"""A date that has a time, as RSS, Atom and JSON Feed write it, without its zone."""


def moved(feed: bytes, seconds: int) -> bytes:
    """Return a sample feed with all its dates moved by so much."""
    by = timedelta(seconds=seconds)
    return _MOMENT.sub(lambda found: _moved(found, by).encode(), feed)


def seconds_to(now: int) -> int:
    """Return by how much the samples are moved for the newest to be from today, wherever that is.

    They move by whole days; where none would be from today yet, by hours and minutes too. `now`: UTC seconds.
    """
    days = (now - NEWEST) // DAY * DAY
    today = int(datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0).timestamp())
    return days if NEWEST + days >= today else max(today, now - LATEST) - NEWEST


def _moved(found: re.Match[bytes], by: timedelta) -> str:
    """Return a later moment, written as this one: `2026-11-20T18:40:00` or `Fri, 20 Nov 2026 18:40:00`."""
    day, between, time = (found[name].decode() for name in ("day", "between", "time"))
    if between == "T":
        return (datetime.fromisoformat(f"{day}T{time}") + by).isoformat()
    fields = parsedate(f"{day} {time}")
    assert fields is not None, day
    return format_datetime(datetime(*fields[:6]) + by)[: len(found[0])]


async def fill(library: Library, samples: Path, later: int = 0) -> None:
    """Subscribe to the sample feeds with all their articles, and save the sample files.

    `later`: by how many seconds the dates of the articles are moved.
    """
    subscriptions = read_opml((samples / "subscriptions.opml").read_bytes()).subscriptions
    async with ParserPool() as parsers:
        for item in subscriptions:
            body = (samples / "feeds" / Path(parts_of(item.url).path).name).read_bytes()
            parsed = await parsers.feed(moved(body, later), {}, item.url)
            assert not isinstance(parsed, ParseFailure), parsed
            identity, _ = feeds.add_feed(
                library.db,
                item.url,
                title=item.title,
                folder=item.folder,
                site=item.site,
                now=library.clock(),
            )
            asked = library.clock()
            state = FeedState(
                id=identity, url=item.url, last_checked=asked, last_ok=asked, next_due=asked + DAY
            )
            responses.keep_response(library.db, state, parsed, now=asked)
    saved = []
    async for outcome in save(library, [str(samples / "saved")]):
        assert not isinstance(outcome, Problem), outcome
        saved.append(outcome.id)
    async for picture in fetch_pictures(library, saved, carried=True):
        assert isinstance(picture, PictureKept), picture


def main() -> None:
    """Fill the library in the folder that the command line names."""
    paths = Paths(data=Path(sys.argv[1]), config=Path(sys.argv[1]) / "config.toml")
    library = open_library(paths, Settings(), offline=True)
    with as_file(files("reader") / "demo") as samples:
        asyncio.run(fill(library, samples, seconds_to(library.clock())))


if __name__ == "__main__":
    main()
