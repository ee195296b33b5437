"""How often a server and a feed want to be asked, read from headers and from the feed's document.

Nothing is decided here: each function returns seconds, or None where nothing sensible was said.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from reader.model import DAY, HOUR, LONGEST_RATE_LIMIT, UpdateHints


def fresh_for(headers: Mapping[str, str], now: int) -> int | None:
    """Return for how many seconds a response stays fresh (RFC 9111, sections 4.2.1 and 5.2.2).

    Returns None where its headers do not say.
    """
    directives = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(cache|store)\b(?!\s*=)", directives):  # with a value it means some headers only
        return None
    if found := re.search(r"(?:^|[\s,;])max-age\s*=\s*\"?0*([0-9]+)\"?\s*(?:$|[,;])", directives):
        # A number that is too long to be kept is a very large one (RFC 9111, section 1.2.2).
        return max(0, int(found[1][:15]) - (_digits(headers.get("age", "")) or 0))
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return None
    return max(0, expires - _server_time(headers, now))


def retry_after(headers: Mapping[str, str], now: int) -> int | None:
    """Return for how many seconds a server does not want to be asked (RFC 9110, section 10.2.3).

    A month at most; None where it does not say.
    """
    value = headers.get("retry-after", "")
    seconds = _digits(value)
    if seconds is None:
        until = http_date(value)
        seconds = None if until is None else until - _server_time(headers, now)
    return min(seconds, LONGEST_RATE_LIMIT) if seconds and seconds > 0 else None


def wait_seconds(hints: UpdateHints) -> int:
    """Return the least seconds between two polls that a feed's document asks for; a day at most."""
    return max(0, min(DAY, max((hints.ttl or 0) * 60, hints.period or 0)))


def allowed_from(hints: UpdateHints, at: int) -> int:
    """Return the first moment from `at` on that is in none of the hours and days that a feed wants skipped.

    A list of all hours, or of all days, is ignored.
    """
    hours = hints.skip_hours if len(hints.skip_hours) < 24 else frozenset()
    days = hints.skip_days if len(hints.skip_days) < 7 else frozenset()
    for hour in range(8 * 24):
        moment = at if hour == 0 else (at // HOUR + hour) * HOUR
        time = datetime.fromtimestamp(moment, UTC)
        if time.hour not in hours and time.weekday() not in days:
            return moment
    return at


def http_date(text: str) -> int | None:
    """Parse a date in any of HTTP's three forms (RFC 9110, section 5.6.7). Returns UTC seconds, else None."""
    if not text.isascii() or not 6 < len(text) < 64:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None


def _server_time(headers: Mapping[str, str], now: int) -> int:
    """Return the time on the server's clock, which the dates that it sends refer to, right or wrong."""
    date = http_date(headers.get("date", ""))
    return now if date is None else date


def _digits(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,15}", text.strip(), re.ASCII) else None
