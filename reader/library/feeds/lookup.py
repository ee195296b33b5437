"""Which feed a person means by a word or two."""

from collections.abc import Callable, Sequence

from reader.model import Feed
from reader.urls.credentials import hide_secrets


def find_feeds(listed: Sequence[Feed], text: str) -> list[Feed]:
    """Return the feeds that the text means: by id, by URL, by title, else by a part of the title."""
    wanted = text.strip().casefold()
    if not wanted:
        return []
    meanings: tuple[Callable[[Feed], bool], ...] = (
        lambda feed: str(feed.id) == wanted,
        lambda feed: feed.url.casefold().rstrip("/") == wanted.rstrip("/"),
        lambda feed: hide_secrets(feed.url).casefold().rstrip("/") == wanted.rstrip("/"),
        lambda feed: feed.title.casefold() == wanted,
    )
    for is_meant in meanings:
        if exact := [feed for feed in listed if is_meant(feed)]:
            return exact
    return [feed for feed in listed if wanted in feed.title.casefold()]
