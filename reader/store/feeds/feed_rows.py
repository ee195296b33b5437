"""From a feed's row to the model's values, and its update hints packed."""

from collections.abc import Sequence
from typing import Any

import msgspec

from reader.model import LONGEST_RATE_LIMIT, Feed, FeedState, FeedStatus, UpdateHints
from reader.store.rows import COUNT, FLAG, FULL_TEXT, ID, TEXT, TIME, Column, mended, optional, shown_title
from reader.ways import unpack_ways

_encoder = msgspec.msgpack.Encoder()

FEED_COLUMNS = """id, url, title, name, site, folder, paused, gone, failures, error, last_ok, last_checked,
    next_due, silenced_until, full_text, pace,
    iif(account > 0, (SELECT a.name FROM account AS a WHERE a.id = account), NULL), ways"""

_FEED = (
    ID, TEXT, TEXT, optional(TEXT), optional(TEXT), optional(TEXT), FLAG, FLAG, COUNT, optional(TEXT),
    optional(TIME), optional(TIME), TIME, optional(TIME),
    Column(lambda value: type(value) is int and 0 <= value < len(FULL_TEXT), FULL_TEXT.index("asked")),
    Column(lambda value: True, None), optional(TEXT), optional(TEXT),
)  # fmt: skip


def feed_of(row: Sequence[Any], unread: int, total: int, now: int) -> Feed:
    """Make a feed of a row of `FEED_COLUMNS`, mended where it is damaged, with its status at `now` (UTC
    seconds).
    """
    (
        id, url, title, name, site, folder, paused, gone, failures, error, last_ok, last_checked,
        next_due, limited_until, full_text, packed, account, packed_ways,
    ) = mended(row, _FEED)  # fmt: skip
    ways = unpack_ways(packed_ways)
    return Feed(
        id=id,
        url=url,
        title=shown_title(name, title, url),
        site=site,
        folder=folder,
        unread=unread,
        total=total,
        status=_status(
            paused,
            gone,
            now < (limited_until or 0) <= now + LONGEST_RATE_LIMIT,
            failures,
            error,
            last_checked,
        ),
        error=error,
        last_ok=last_ok,
        last_checked=last_checked,
        next_due=due_after(next_due, last_checked, ways.interval),
        full_text=FULL_TEXT[full_text],
        notice=_unpack_update_hints(packed).notice,
        account=account,
        ways=ways,
    )


def due_after(next_due: int, last_checked: int | None, interval: int) -> int:
    """Return when a feed is due that is left alone for so many minutes; 0, which is at once, stays 0."""
    return max(next_due, last_checked + interval * 60) if next_due and last_checked else next_due


def _status(
    paused: int,
    gone: int,
    rate_limited: bool,
    failures: int,
    error: str | None,
    last_checked: int | None,
) -> FeedStatus:
    if gone:
        return "gone"
    if paused:
        return "paused"
    if rate_limited:
        return "silenced"
    if failures or error:
        return "failing"
    return "never" if last_checked is None else "ok"


class _UpdateHints(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    period: int | None = None
    moved_days: tuple[int, ...] = ()
    validators_from: str | None = None
    fresh: int = 0
    notice: str | None = None


_update_hints_decoder = msgspec.msgpack.Decoder(_UpdateHints)


def pack_update_hints(state: FeedState) -> bytes | None:
    """Pack a feed's update hints and what is known of its redirects. Returns None where there is neither."""
    hints = state.hints
    packed = _UpdateHints(
        hints.ttl,
        tuple(sorted(hints.skip_hours)),
        tuple(sorted(hints.skip_days)),
        hints.period,
        state.moved_days,
        state.validators_from,
        state.fresh,
        state.notice,
    )
    return None if packed == _UpdateHints() else _encoder.encode(packed)


def _unpack_update_hints(packed: bytes | None) -> _UpdateHints:
    """Unpack what `pack_update_hints` packed; nothing is known where that is damaged."""
    try:
        return _update_hints_decoder.decode(packed) if packed else _UpdateHints()
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError):
        return _UpdateHints()


STATE_COLUMNS = """id, url, etag, last_modified, body_hash, next_due, last_checked, last_ok, failures, error,
    silenced_until, gone, paused, moved_to, pace, ways"""

_VALIDATOR = Column(lambda value: value is None or type(value) is str, None)
"""Sent back as it came or not at all: of a damaged one nothing is left."""

_STATE = (
    ID, TEXT, _VALIDATOR, _VALIDATOR, optional(TEXT), TIME, optional(TIME), optional(TIME), COUNT,
    optional(TEXT), optional(TIME), FLAG, FLAG, optional(TEXT), Column(lambda value: True, None),
    optional(TEXT),
)  # fmt: skip


def state_of(row: Sequence[Any]) -> FeedState:
    """Make a feed's refresh state of a row of `STATE_COLUMNS`, mended where it is damaged."""
    (
        id, url, etag, last_modified, body_hash, next_due, last_checked, last_ok, failures, error,
        limited_until, gone, paused, moved_to, packed, packed_ways,
    ) = mended(row, _STATE)  # fmt: skip
    hints = _unpack_update_hints(packed)
    return FeedState(
        id=id,
        url=url,
        etag=etag,
        last_modified=last_modified,
        validators_from=hints.validators_from,
        fresh=hints.fresh,
        body_hash=body_hash,
        next_due=next_due,
        last_checked=last_checked,
        last_ok=last_ok,
        failures=failures,
        error=error,
        rate_limited_until=limited_until,
        gone=bool(gone),
        paused=bool(paused),
        hints=UpdateHints(
            ttl=hints.ttl,
            skip_hours=frozenset(hints.skip_hours),
            skip_days=frozenset(hints.skip_days),
            period=hints.period,
        ),
        moved_to=moved_to,
        moved_days=hints.moved_days,
        notice=hints.notice,
        interval=unpack_ways(packed_ways).interval,
    )
