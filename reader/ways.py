"""A feed's own ways: what is done with it in place of what the settings say."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

MarkRead = Literal["opened", "shown", "end", "manually"]
"""When an article becomes read."""

Images = Literal["never", "asked", "always"]
"""When the pictures of articles are fetched."""

LONGEST_INTERVAL = 525_600
"""The most minutes that a feed may be left alone: a year."""

Habit = Literal["full_text", "browser"]
"""What is counted of a feed, to offer it as the feed's way."""

TIMES = 3
"""How often something was asked for in a feed when it is offered as the feed's way."""


class FeedWays(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a feed has for itself; the defaults leave it to the settings."""

    interval: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_INTERVAL)] = 0
    """Minutes between two polls at least: longer than the settings and its server ask for, never shorter."""
    backlog: Annotated[int, msgspec.Meta(ge=-1, le=1_000_000)] | None = None
    """Of its first articles so many newest stay unread; -1: all."""
    mark_read: MarkRead | Annotated[int, msgspec.Meta(ge=1, le=3_600)] | None = None
    """When its articles become read; a number: after so many seconds."""
    images: Images | None = None
    """When the pictures of its articles are fetched."""
    browser: bool = False
    """Whether its articles are opened in the browser."""


Times = Annotated[int, msgspec.Meta(ge=0, le=TIMES)]


class FeedHabits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How often something was asked for in a feed; at `TIMES` it was offered, and is offered no more."""

    full_text: Times = 0
    browser: Times = 0


AS_SET = FeedWays()
"""The ways of a feed that has none of its own."""

NO_HABITS = FeedHabits()
"""The habits in a feed where nothing was asked for yet."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(FeedWays)
_habits_decoder = msgspec.json.Decoder(FeedHabits)


def pack_ways(ways: FeedWays) -> str | None:
    """Pack a feed's ways for its row. Returns None where it has none."""
    return None if ways == AS_SET else _encoder.encode(ways).decode()


def unpack_ways(packed: str | None) -> FeedWays:
    """Unpack what `pack_ways` packed; where that is damaged, the feed has no ways of its own."""
    try:
        return _decoder.decode(packed) if packed else AS_SET
    except (msgspec.MsgspecError, ValueError, TypeError):
        return AS_SET


def pack_habits(habits: FeedHabits) -> str | None:
    """Pack a feed's habits for its row. Returns None where there are none."""
    return None if habits == NO_HABITS else _encoder.encode(habits).decode()


def unpack_habits(packed: str | None) -> FeedHabits:
    """Unpack what `pack_habits` packed; where that is damaged, nothing was asked for yet."""
    try:
        return _habits_decoder.decode(packed) if packed else NO_HABITS
    except (msgspec.MsgspecError, ValueError, TypeError):
        return NO_HABITS


WAYS = FeedWays.__struct_fields__
"""The names of a feed's own ways."""

DEFAULT = "default"
"""The word that leaves a way to the settings."""

_HOW = {
    "backlog": "a whole number from -1 to 1,000,000",
    "mark_read": "opened, shown, end, manually, or seconds from 1 to 3,600",
    "images": "never, asked or always",
    "interval": "a whole number of minutes from 0 to 525,600",
}


def parse_way(way: str, typed: str) -> str | int | None:
    """Return the value of a way as it is typed; None for `default` and for nothing.

    Raises `ValueError` with a sentence for what is none.
    """
    word = typed.strip().lower()
    if word in ("", DEFAULT):
        return 0 if way == "interval" else None
    value: str | int = int(word) if re.fullmatch(r"-?[0-9]{1,9}", word) else word
    try:
        msgspec.convert({way: value}, FeedWays)
    except msgspec.ValidationError:
        raise ValueError(f"{typed!r} is not {_HOW[way]}, nor {DEFAULT}") from None
    return value


def with_ways(ways: FeedWays, given: Mapping[str, str | int | bool]) -> FeedWays:
    """Return the ways with some changed; texts are as they are typed. Raises `ValueError` as `parse_way`."""
    values = {way: parse_way(way, how) if isinstance(how, str) else how for way, how in given.items()}
    return msgspec.structs.replace(ways, **values)


def ways_words(ways: FeedWays) -> list[str]:
    """Return a feed's own ways in words, one each: `every 240 minutes`, `marked read: end`."""
    read = f"after {ways.mark_read} s" if isinstance(ways.mark_read, int) else ways.mark_read
    newest = "all" if ways.backlog == -1 else ways.backlog
    told = {
        f"every {ways.interval} minutes": ways.interval,
        f"backlog: {newest}": ways.backlog is not None,
        f"marked read: {read}": ways.mark_read is not None,
        f"images: {ways.images}": ways.images is not None,
        "opened in the browser": ways.browser,
    }
    return [words for words, holds in told.items() if holds]
