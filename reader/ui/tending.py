"""What worker processes do about one feed: asking it now or for older articles, finding its new address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.config import Paths
from reader.document.sanitize import clean_line
from reader.library.output.text import event_words, found_words
from reader.library.worker import command, events
from reader.model import Feed, RefreshEvent


@dataclass(frozen=True, slots=True)
class Address:
    """Where a feed may be from now on."""

    url: str
    text: str
    """What was found there, in words."""


async def ask_now(paths: Paths, feed: Feed) -> str:
    """What came of asking the feed now, in words; one that is gone is asked all the same."""
    return await _refreshed(paths, feed, ["--again"] if feed.status == "gone" else [])


async def load_older(paths: Paths, feed: Feed) -> str:
    """What came of asking for articles older than the feed's document has, in words."""
    return await _refreshed(paths, feed, ["--older"])


async def _refreshed(paths: Paths, feed: Feed, options: Sequence[str]) -> str:
    told = problem = ""
    async for event in events(command(paths, "refresh", "--json", *options, str(feed.id))):
        if "outcome" in event:
            told = event_words(RefreshEvent(**event))
        elif event.get("exit"):
            problem = last_line(event)
    told = told or problem or "nothing came of it"
    return told[:1].upper() + told[1:]


async def find_addresses(paths: Paths, feed: Feed) -> tuple[list[Address], str]:
    """The addresses that the feed's site names, or why there are none, in words."""
    found: list[Address] = []
    problem = ""
    async for event in events(command(paths, "edit", "--find", "--json", str(feed.id))):
        if "url" in event:
            found.append(_address(event))
        elif event.get("exit"):
            problem = last_line(event)
    told = problem.removeprefix(f"{clean_line(feed.title)}: ") or "its site names no feed"
    return found, told[:1].upper() + told[1:]


def _address(event: Mapping[str, Any]) -> Address:
    url, title = clean_line(str(event["url"])), clean_line(str(event.get("title") or "Without a title"))
    told = found_words(int(event.get("articles") or 0), str(event.get("newest") or "")[:10])
    return Address(str(event["url"]), f"{title} ({told})\n{url}")


def last_line(event: Mapping[str, Any]) -> str:
    """What a worker said went wrong, last."""
    return clean_line(str(event.get("stderr") or "").rpartition("\n")[2]).removeprefix("newsreader: ")
