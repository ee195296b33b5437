"""Feeds that are there twice, with addresses that differ in what mostly means the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from reader.model import Feed
from reader.urls.canonical import same_address


def doubles(feeds: Iterable[Feed]) -> Iterator[tuple[Feed, Feed]]:
    """Pairs of (the better one, one that could go): the same but for http and https, `www.`, a last slash.

    The better one answers, rather by https, and has more articles. Both are asked until the reader decides:
    some servers do have another feed there.
    """
    alike: dict[str, list[Feed]] = defaultdict(list)
    for feed in feeds:
        alike[same_address(feed.url)].append(feed)
    for group in alike.values():
        best, *others = sorted(group, key=_worth, reverse=True)
        for other in others:
            yield best, other


def _worth(feed: Feed) -> tuple[bool, bool, int, int]:
    return feed.status == "ok", feed.url.startswith("https:"), feed.total, -feed.id
