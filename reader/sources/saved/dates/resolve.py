"""What a text file's dates mean: which is the publication, which the change, which the day of looking."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from reader.model import Date, Precision
from reader.sources.saved.dates.find import Moment
from reader.sources.saved.dates.timezones import Clues, moment_in, zone_of

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400}
_MONTH_FIRST_ZONES = ("ET", "EST", "EDT", "CT", "CDT", "PT", "PST", "PDT", "MT", "MST", "MDT")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a moment needs from around it to become a date."""

    clues: Clues
    month_first: bool = False
    """Whether `06/01/2026` is the first of June."""
    looked: Date | None = None
    """When somebody looked at the page, as the page says: what "3 hours ago" counts from."""
    latest: int | None = None
    """The file's own time: no date without a year lies after it; None where there is none."""


def resolved(moment: Moment, setting: Setting, rule: str, raw: str) -> Date | None:
    """Return the moment as a date; None where it names no day that exists."""
    if moment.ago:
        return _ago(moment.ago, setting, rule, raw)
    day = _day(moment, setting)
    if day is None:
        return None
    if moment.hour is None:
        precision: Precision = "month" if moment.day is None else "day"
        return Date(_midnight(day), precision, None, rule, raw)
    clock = datetime(day.year, day.month, day.day, moment.hour, moment.minute or 0, moment.second or 0)
    zone = zone_of(moment.zone, setting.clues)
    at, name = moment_in(zone, clock)
    precision = "second" if moment.second is not None else "minute" if moment.minute is not None else "hour"
    return Date(at, precision, name, f"{rule}; zone: {zone.rule}", raw)


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _day(moment: Moment, setting: Setting) -> date | None:
    """Return the day that the moment names; one without a year is the last such day before a look."""
    if moment.month is None:
        return None
    month, day = moment.month, moment.day or 1
    if moment.ambiguous and setting.month_first:
        month, day = day, month
    try:
        if moment.year is not None:
            return date(moment.year, month, day)
        latest = setting.looked.sort_at if setting.looked else setting.latest
        if latest is None:
            return None
        last = datetime.fromtimestamp(latest, UTC).date() + timedelta(days=1)
        found = date(last.year, month, day)
        return found if found <= last else date(last.year - 1, month, day)
    except (ValueError, OverflowError, OSError):
        return None


def _ago(ago: tuple[int, str], setting: Setting, rule: str, raw: str) -> Date | None:
    """Return what "3 hours ago" means from the moment of looking; None where that is unknown."""
    count, unit = ago
    looked = setting.looked
    if looked is None:
        return None
    at = looked.at - count * _UNITS[unit]
    if looked.to_the_day or unit in ("day", "week"):
        whole = looked.at if looked.to_the_day and unit not in ("day", "week") else at
        return Date(whole - whole % 86_400, "day", None, f"{rule}; counted from the day of looking", raw)
    precision: Precision = "hour" if unit == "hour" else "minute"
    return Date(at, precision, looked.zone, f"{rule}; counted from the time of looking", raw)


def writes_month_first(moments: Sequence[Moment], texts: Sequence[str], zone: str | None) -> bool:
    """Return whether numbers like `06/01/2026` put the month first, by another date or by the country."""
    for text in texts:
        for first, second in re.findall(r"(?<!\d)(\d{1,2})/(\d{1,2})/(?:19|20)\d\d", text):
            if int(first) > 12:
                return False
            if int(second) > 12:
                return True
        if re.search(r"\d/\d\d?/\d\d,? \d{1,2}:\d\d ?[ap]\.?m", text, re.IGNORECASE):
            return True
    if any(moment.zone in _MONTH_FIRST_ZONES for moment in moments):
        return True
    return zone is not None and zone in (
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Los_Angeles",
        "America/Phoenix",
    )


def with_day_of(moment: Moment, other: Moment) -> Moment:
    """Put a time of day on another moment's day, with its zone where it has none of its own."""
    return replace(
        moment,
        year=other.year,
        month=other.month,
        day=other.day,
        ambiguous=other.ambiguous,
        zone=moment.zone or other.zone,
    )
