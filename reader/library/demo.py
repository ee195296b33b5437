"""The samples that ship with the program: `python -m reader.library.demo DIR` fills a library from them."""

import asyncio
import re
import sys
from datetime import date, datetime, time, timedelta
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

_DAY = re.compile(rb"\d{4}-\d\d-\d\d(?=T\d\d:)|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4}(?= \d\d:)")
"""The day of a date that has a time, as RSS, Atom and JSON Feed write it."""


def brought_to(now: int, feed: bytes) -> bytes:
    """Return a sample feed with all its dates moved by whole days, so that the newest is less than a day old.

    `now`: UTC seconds.
    """
    days = timedelta(days=(now - NEWEST) // DAY)
    return _DAY.sub(lambda found: _moved(found[0].decode(), days).encode(), feed)


def _moved(day: str, by: timedelta) -> str:
    """Return a later day, written as this one: `2026-11-20` or `Fri, 20 Nov 2026`."""
    if day[4] == "-":
        return (date.fromisoformat(day) + by).isoformat()
    fields = parsedate(f"{day} 00:00:00")
    assert fields is not None, day
    return format_datetime(datetime.combine(date(*fields[:3]) + by, time()))[: len(day)]


async def fill(library: Library, samples: Path) -> None:
    """Subscribe to the sample feeds with all their articles, and save the sample files."""
    subscriptions = read_opml((samples / "subscriptions.opml").read_bytes()).subscriptions
    async with ParserPool() as parsers:
        for item in subscriptions:
            body = (samples / "feeds" / Path(parts_of(item.url).path).name).read_bytes()
            parsed = await parsers.feed(brought_to(library.clock(), body), {}, item.url)
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
        asyncio.run(fill(library, samples))


if __name__ == "__main__":
    main()
