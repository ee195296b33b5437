"""Feeds that are subscribed twice, under addresses that mostly mean the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from reader.model import Feed
from reader.urls.canonical import same_address


def duplicate_feeds(feeds: Iterable[Feed]) -> Iterator[tuple[Feed, Feed]]:
    """Yield pairs of feeds whose addresses differ only in http or https, `www.`, or a last slash.

    The first of a pair is the better one: it answers, by https, with more articles; the second could go.
    Both are asked until the reader decides, because some servers have different feeds there. A feed of an
    account and one of the reader's own, or of another account, are meant to be two.
    """
    alike: dict[tuple[str | None, str], list[Feed]] = defaultdict(list)
    for feed in feeds:
        alike[feed.account, same_address(feed.url)].append(feed)
    for group in alike.values():
        best, *others = sorted(group, key=_worth, reverse=True)
        for other in others:
            yield best, other


def _worth(feed: Feed) -> tuple[bool, bool, int, int]:
    return feed.status == "ok", feed.url.startswith("https:"), feed.total, -feed.id
