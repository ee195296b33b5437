"""Answers and feeds for the tests of `library/schedule.py`."""

from collections.abc import Mapping

from msgspec.structs import replace

from reader.library.network.schedule import ResponseFacts
from reader.model import FeedState, UpdateHints

NOW = 1_750_000_000
"""Sunday, 15 June 2025, 15:06:40 UTC."""

HOUR = 3_600
MINUTE = 60
FRESH = FeedState(id=7, url="https://example.org/feed")
VALIDATED = replace(FRESH, etag='"1"', last_modified="Sun, 15 Jun 2025 00:00:00 GMT", body_hash="aa")


def ok(
    headers: Mapping[str, str] | None = None, *, status: int = 200, hints: UpdateHints | None = None
) -> ResponseFacts:
    """A good answer, by default one with an ETag."""
    headers = {"etag": '"1"'} | dict(headers or {})
    return ResponseFacts(status=status, url=FRESH.url, headers=headers, hints=hints, body_hash="bb")


def error(status: int, **headers: str) -> ResponseFacts:
    named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    return ResponseFacts(status=status, url=FRESH.url, headers=named)
