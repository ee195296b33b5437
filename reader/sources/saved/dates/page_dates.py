"""Dates in a page's metadata: machine-readable ones kept to the second with their zone."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from reader.model import Date, Precision
from reader.sources.saved.dates.find import find_dates
from reader.sources.saved.dates.resolve import Setting, resolved
from reader.sources.saved.dates.timezones import Clues, moment_in, zone_of
from reader.sources.saved.lines import normalize

_ISO = re.compile(
    r"(?P<day>\d{4}-?\d\d-?\d\d)(?:[T ]\s?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?(?:\[[\w/]+\])?\s*"
)
_EARLIEST, _LATEST = 1600, 2100


def read_date(text: str, rule: str, clues: Clues) -> Date | None:
    """Read a date from metadata. Returns None where it is none.

    Without an offset the clues tell whose clock it was.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        return _iso(found, rule, clues, text)
    if "," in text and (date := _mail_date(text, rule)):
        return date
    if text.isdigit() and len(text) in (10, 13):
        return Date(int(text[:10]), "second", "UTC", rule, text)
    moments = find_dates(normalize(text)).moments
    if not moments or not moments[0].dated or moments[0].year is None or moments[0].ambiguous:
        return None
    return resolved(moments[0], Setting(clues), rule, text)


def _iso(found: re.Match[str], rule: str, clues: Clues, raw: str) -> Date | None:
    digits = found["day"].replace("-", "")
    try:
        day = datetime(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        clock = day.replace(
            hour=int(found["hour"] or 0), minute=int(found["minute"] or 0), second=int(found["second"] or 0)
        )
    except ValueError:
        return None
    if not _EARLIEST <= day.year <= _LATEST:
        return None
    if found["hour"] is None:
        at, _ = moment_in(zone_of("UTC", clues), day)
        return Date(at, "day", None, rule, raw)
    zone = zone_of(found["zone"] or "", clues)
    at, name = moment_in(zone, clock)
    if at == 0:  # nothing, as a program writes it that has no date
        return None
    precision: Precision = "second" if found["second"] else "minute"
    return Date(at, precision, name, rule if found["zone"] else f"{rule}; zone: {zone.rule}", raw)


def _mail_date(text: str, rule: str) -> Date | None:
    """Read a date as mail has it (RFC 5322): `Fri, 24 May 2024 07:25:00 +0600`."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None or not _EARLIEST <= moment.year <= _LATEST:
        return None
    offset = moment.strftime("%z")
    zone = "UTC" if offset == "+0000" else f"{offset[:3]}:{offset[3:5]}"
    return Date(int(moment.timestamp()), "second", zone, rule, text)


def read_script_date(text: str, rule: str) -> Date | None:
    """Read what JavaScript's `Date.toString()` writes: `Wed Sep 24 2025 10:11:12 GMT+0200 (CEST)`.

    Returns None for anything else.
    """
    found = re.match(r"(?:\w{3} )?(\w{3} \d{1,2} \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})", text.strip())
    if not found:
        return None
    try:
        moment = datetime.strptime(f"{found[1]} {found[2]}", "%b %d %Y %H:%M:%S %z")
    except ValueError:
        return None
    return Date(int(moment.timestamp()), "second", f"{found[2][:3]}:{found[2][3:]}", rule, text.strip())
