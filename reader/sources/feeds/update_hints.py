"""How often a feed may be asked, in its own document's words."""

import re

from reader.model import DAY, UpdateHints

_PERIODS = {"hourly": 3600, "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}
"""Seconds by the names of the RSS 1.0 syndication module."""

_DAYS = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday")

_ARTICLE = re.compile(rb"<(?:[\w-]+:)?(?:item|entry)[\s>]")


def read_update_hints(body: bytes) -> UpdateHints:
    """Return the hints of a feed's document: `ttl`, `skipHours` and `skipDays` of RSS 2.0, and
    `sy:updatePeriod`.

    They are found by words and not by structure, so that damaged feeds are obeyed too; what articles say does
    not count.
    """
    frame = _frame(body)
    skip_hours = _inside(frame, rb"skiphours")
    skip_days = _inside(frame, rb"skipdays").lower()
    hours = {int(hour) for hour in re.findall(rb"<hour>\s*(\d{1,2})\s*<", skip_hours, re.IGNORECASE)}
    days = {number for number, name in enumerate(_DAYS) if name in skip_days}
    ttl = re.fullmatch(rb"\s*(\d{1,9})\s*", _inside(frame, rb"ttl"))
    return UpdateHints(
        ttl=int(ttl[1]) if ttl and int(ttl[1]) > 0 else None,
        skip_hours=frozenset(hour % 24 for hour in hours if hour <= 24),
        skip_days=frozenset(days),
        period=_period(frame),
    )


def _frame(body: bytes) -> bytes:
    """Return the document without its articles: at most 64 KiB on each side of them."""
    first = _ARTICLE.search(body)
    if first is None:
        return body[: 1 << 17]
    end = max(body.rfind(b"</item>"), body.rfind(b"</entry>"), first.start())
    return body[: first.start()][: 1 << 16] + body[end:][-(1 << 16) :]


def _inside(frame: bytes, name: bytes) -> bytes:
    """Return the content of the first element of this name, whatever its prefix."""
    pattern = rb"<(?P<tag>(?:\w+:)?" + name + rb")(?:\s[^>]{0,200})?>(?P<inside>[^\0]{0,4000}?)</(?P=tag)\s*>"
    found = re.search(pattern, frame, re.IGNORECASE)
    return found["inside"].replace(b"<![CDATA[", b"").replace(b"]]>", b"") if found else b""


def _period(frame: bytes) -> int | None:
    """Return the seconds between updates, by the module's defaults (once, daily); None where the feed gives
    neither.
    """
    name = _inside(frame, rb"updateperiod").strip().lower().decode("ascii", "replace")
    frequency = _inside(frame, rb"updatefrequency").strip()
    if not name and not frequency:
        return None
    seconds = _PERIODS.get(name or "daily")
    if seconds is None:
        return None
    times = int(frequency) if re.fullmatch(rb"\d{1,6}", frequency) else 1
    return seconds // times if times > 0 else None
