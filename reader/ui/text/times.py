"""Times in the words of a headline and of an article's header."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from reader.model import DAY, Date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


LONG_READING = 100
"""Minutes of reading from which they are written as hours."""


def age(date: Date | None, received: int, now: int) -> str:
    """Say how old something is, in at most six cells: `now`, `5m`, `3h`, `2d`, `14 May`, `2019`.

    `received` and `now` are in UTC seconds.
    """
    if date is not None and date.to_the_day:
        return _age_of_day(date, now)
    at = received if date is None else date.at
    seconds = now - at
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{seconds // 60}m"
    if seconds < DAY:
        return f"{seconds // 3600}h"
    if seconds < 7 * DAY:
        return f"{seconds // DAY}d"
    return _short(_local(at), _local(now))


def spoken_age(text: str) -> str:
    """Say an age to those who listen: `3h` is `3 hours ago`; what is a day or a year already stays."""
    unit = {"m": "minute", "h": "hour", "d": "day"}.get(text[-1:])
    if unit is None or not text[:-1].isdigit():
        return text
    return f"{text[:-1]} {unit}{'' if text[:-1] == '1' else 's'} ago"


def _age_of_day(date: Date, now: int) -> str:
    """Say how old a day is by the reader's own calendar: no zone moves it."""
    day, today = datetime.fromtimestamp(date.at, UTC), _local(now)
    if date.precision != "day":
        return str(day.year) if date.precision == "year" else f"{MONTHS[day.month - 1]} {day.year % 100:02}"
    days = (today.date() - day.date()).days
    if days <= 0:
        return "today"
    return f"{days}d" if days < 7 else _short(day, today)


def _short(moment: datetime, today: datetime) -> str:
    if moment.year == today.year:
        return f"{moment.day} {MONTHS[moment.month - 1]}"
    return str(moment.year)


def _local(at: int) -> datetime:
    try:
        return datetime.fromtimestamp(at).astimezone()
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)


def local_date(date: Date) -> str:
    """Write a date in the reader's own time; one known to the day only is not moved by a zone."""
    if date.to_the_day:
        return _day(datetime.fromtimestamp(date.at, UTC), date.precision)
    moment = _local(date.at)
    return f"{_day(moment)}, {moment:%H:%M}"


def full_date(date: Date) -> str:
    """Write a date as its source gave it, with its zone, and in the reader's own time where that differs."""
    if date.to_the_day:
        return _day(datetime.fromtimestamp(date.at, UTC), date.precision)
    zone = _zone(date.zone)
    local = _local(date.at)
    if zone is None:
        return f"{_day(local)}, {local:%H:%M}"
    there = datetime.fromtimestamp(date.at, zone)
    text = f"{_day(there)}, {there:%H:%M} {_zone_name(date.zone or '')}"
    if there.utcoffset() == local.utcoffset():
        return text
    day = "" if there.date() == local.date() else f" {WEEKDAYS[local.weekday()]}"
    return f"{text} ({local:%H:%M}{day} here)"


def _day(moment: datetime, precision: str = "day") -> str:
    month = f"{MONTHS[moment.month - 1]} {moment.year}"
    if precision in ("month", "year"):
        return month if precision == "month" else str(moment.year)
    return f"{WEEKDAYS[moment.weekday()]} {moment.day} {month}"


def _zone(name: str | None) -> tzinfo | None:
    """Return the zone of an IANA name, or of an offset as `+06:00`; None if none is known."""
    if not name:
        return None
    if name in ("Z", "UTC", "GMT", "+00:00"):
        return UTC
    if name[0] in "+-":
        try:
            hours, _, minutes = name[1:].partition(":")
            offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
            return timezone(-offset if name[0] == "-" else offset)
        except ValueError:
            return None
    import zoneinfo  # few articles name their zone

    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return None


def _zone_name(name: str) -> str:
    return "UTC" if name in ("Z", "+00:00", "GMT", "UTC") else name.rpartition("/")[2].replace("_", " ")


def reading_minutes(words: int) -> int:
    """Return the whole minutes that reading takes at 230 words a minute, at least one for any words."""
    return max(1, round(words / 230)) if words else 0


def reading_time(minutes: int) -> str:
    """Write minutes of reading as `44 min`, or as `about 5 h`; nothing for none."""
    if not minutes:
        return ""
    return f"{minutes} min" if minutes < LONG_READING else f"about {minutes / 60:.0f} h"
