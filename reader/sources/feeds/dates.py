"""Dates as feeds write them: RFC 822, RFC 3339 and the ways in which both are misspelt."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from reader.document.sanitize import sanitize_line
from reader.model import DAY, Date, Precision

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}

_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "bst": 60, "west": 60, "cet": 60, "met": 60, "cest": 120, "mest": 120, "eet": 120, "eest": 180,
    "msk": 180, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "ast": -240, "adt": -180, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
}  # fmt: skip
"""Minutes east of Greenwich by the names of zones. Names with two meanings (`IST`) are left out."""

_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?"
_ZONE = r"(?P<zone>(?:gmt|utc)?[+-]\d{1,2}(?::?\d{2})?|[a-z]{1,5})?(?:\s*\([^)]*\))?"

_RFC822 = re.compile(
    r"(?:[a-z]{2,9}\.?,?\s*)??(?:(?P<day>\d{1,2})[\s-]+(?P<month>[a-z]{3})[a-z]*\.?|(?P<month2>[a-z]{3})[a-z]*\.?\s+(?P<day2>\d{1,2}))"
    rf"[\s,-]+(?P<year>\d{{4}}|\d{{2}})(?:[\s,t]+{_TIME}\s*{_ZONE})?\s*$",
    re.IGNORECASE | re.ASCII,
)

_RFC3339 = re.compile(
    r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2})"
    rf"(?:(?:\s*t\s*|\s+){_TIME}\s*{_ZONE})?)?)?\s*$",
    re.IGNORECASE | re.ASCII,
)

_DOTTED = re.compile(
    rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})(?:[\s,]+{_TIME}\s*{_ZONE})?\s*$",
    re.IGNORECASE | re.ASCII,
)

_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    rf"(?:t?(?P<hour>\d{{2}}):?(?P<minute>\d{{2}}):?(?P<second>\d{{2}})?\s*{_ZONE})?\s*$",
    re.IGNORECASE | re.ASCII,
)

_EAST_ASIAN = re.compile(
    rf"(?P<year>\d{{4}})\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일](?:\s*{_TIME})?\s*$"
)

_CLOCK = r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)"

_USUAL_RFC822 = re.compile(
    rf"(?:[A-Z][a-z]{{2}}, )?(\d\d?) ([A-Z][a-z]{{2}}) ([12]\d{{3}}) {_CLOCK} (GMT|UTC|[+-]\d{{4}})", re.ASCII
)

_USUAL_RFC3339 = re.compile(
    rf"([12]\d{{3}})-(\d\d)-(\d\d)T{_CLOCK}(?:\.\d{{1,9}})?(Z|[+-]\d\d:\d\d)", re.ASCII
)
"""The forms of nearly all dates, which are read three times as fast as the tolerant ones would be."""

_EPOCH = date(1970, 1, 1).toordinal()

_FORMS = (_RFC822, _RFC3339, _DOTTED, _COMPACT, _EAST_ASIAN)

Parts = defaultdict[str, str | None]
"""What a pattern matched, by the names of its groups; None for what is missing."""


def parse_date(raw: str, rule: str) -> Date | None:
    """Return the date that `raw` means, or None; never raises.

    `rule` is kept with the date. A date without a zone is taken as UTC, and its zone is None.
    """
    if usual := _usual_date(raw, rule):
        return usual
    shown = sanitize_line(raw[:200])[:80]
    if not shown:
        return None
    found = next((found for form in _FORMS if (found := form.match(shown))), None)
    if found is None:
        return _odd_date(raw[:200].strip(), shown, rule)
    parts = defaultdict(lambda: None, found.groupdict())
    offset = _offset(parts["zone"])
    moment = _moment(parts, offset or 0)
    if moment is None:
        return None
    at = round(moment.timestamp())
    return Date(at=at, precision=_precision(parts), zone=_zone(offset), rule=rule, raw=shown)


def _usual_date(raw: str, rule: str) -> Date | None:
    """Return the date that is written in one of the usual forms; None says nothing of the others."""
    if found := _USUAL_RFC822.fullmatch(raw):
        day, name, year, hour, minute, second, zone = found.groups()
        month = _MONTHS.get(name.lower(), 0)
    elif found := _USUAL_RFC3339.fullmatch(raw):
        year, number, day, hour, minute, second, zone = found.groups()
        month = int(number)
    else:
        return None
    offset = _offset(zone)
    if offset is None:
        return None
    try:
        days = date(int(year), month, int(day)).toordinal() - _EPOCH
    except ValueError:
        return None
    at = days * DAY + (int(hour) * 60 + int(minute) - offset) * 60 + int(second)
    return Date(at=at, precision="second", zone=_zone(offset), rule=rule, raw=raw)


def _moment(parts: Parts, offset: int) -> datetime | None:
    """Return the time in UTC. A leap second and midnight as 24:00 are the first second of what follows."""
    month = parts["month"] or parts["month2"] or "1"
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    if hour > 24 or minute > 59 or second > 60:
        return None
    try:
        month_number = int(month) if month.isdigit() else _MONTHS[month.lower()]
        day = datetime(
            _year(parts["year"] or ""), month_number, int(parts["day"] or parts["day2"] or 1), tzinfo=UTC
        )
        return day + timedelta(hours=hour, minutes=minute - offset, seconds=second)
    except (KeyError, ValueError, OverflowError):
        return None


def _year(digits: str) -> int:
    """Return the year; two digits as RFC 2822 reads them (section 4.3), with feedparser's turn of the
    century.
    """
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 90 else 1900)


@lru_cache(maxsize=64)
def _offset(zone: str | None) -> int | None:
    """Return minutes east of Greenwich; None where no zone was given, or none that exists."""
    if not zone:
        return None
    name = zone.lower()
    if name in _ZONES:
        return _ZONES[name]
    digits = name.removeprefix("gmt").removeprefix("utc")
    if digits[:1] not in "+-":
        return None
    number = digits[1:].replace(":", "")
    hours, minutes = (int(number), 0) if len(number) <= 2 else (int(number[:-2]), int(number[-2:]))
    if hours > 15 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if digits[0] == "-" else 1)


@lru_cache(maxsize=64)
def _zone(offset: int | None) -> str | None:
    if offset is None:
        return None
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def _precision(parts: Parts) -> Precision:
    if parts["hour"]:
        return "second" if parts["second"] else "minute"
    if parts["day"] or parts["day2"]:
        return "day"
    return "month" if parts["month"] else "year"


def _odd_date(raw: str, shown: str, rule: str) -> Date | None:
    """Return the date where only feedparser can read it: Greek, Hungarian and stranger ones."""
    from feedparser.datetimes import _parse_date  # a heavy library that few dates need

    try:
        year, month, day, hour, minute, second = _parse_date(raw)[:6]
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except Exception:  # noqa: BLE001  a foreign parser: it raises whatever its arithmetic does, or gives None
        return None
    if len(re.findall(r"\d+", shown)) < 3 or str(year) not in shown:
        return None  # It makes dates of any digits, and takes today's for what is missing.
    precision: Precision = "second" if ":" in shown else "day"
    return Date(at=round(moment.timestamp()), precision=precision, rule=rule, raw=shown)
