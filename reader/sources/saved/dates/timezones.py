"""Which time a clock in a text showed: the zone of a date, with the rule that gave it."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reader.sources.saved.vocabulary.places import cities, places

_ABBREVIATIONS = {
    "BST": "Europe/London Asia/Dhaka",
    "BdST": "Asia/Dhaka",
    "BDT": "Asia/Dhaka",
    "IST": "Asia/Kolkata Europe/Dublin Asia/Jerusalem",
    "CST": "America/Chicago Asia/Shanghai Asia/Taipei America/Havana",
    "CDT": "America/Chicago America/Havana",
    "AST": "America/Halifax Asia/Riyadh",
    "ADT": "America/Halifax",
    "GST": "Asia/Dubai",
    "PST": "America/Los_Angeles America/Vancouver Asia/Manila",
    "EST": "America/New_York America/Toronto Australia/Sydney",
    "EDT": "America/New_York America/Toronto",
    "ET": "America/New_York America/Toronto",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles America/Vancouver",
    "MST": "America/Denver America/Edmonton America/Phoenix Asia/Kuala_Lumpur",
    "MDT": "America/Denver America/Edmonton",
    "PDT": "America/Los_Angeles America/Vancouver",
    "AKST": "America/Anchorage",
    "AKDT": "America/Anchorage",
    "HST": "Pacific/Honolulu",
    "CET": "Europe/Berlin Europe/Paris Europe/Rome Europe/Madrid Europe/Warsaw Europe/Brussels",
    "CEST": "Europe/Berlin Europe/Paris Europe/Rome Europe/Madrid Europe/Warsaw Europe/Brussels",
    "MEZ": "Europe/Berlin Europe/Vienna Europe/Zurich",
    "MESZ": "Europe/Berlin Europe/Vienna Europe/Zurich",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
    "EET": "Europe/Athens Europe/Helsinki Europe/Kyiv Africa/Cairo",
    "EEST": "Europe/Athens Europe/Helsinki Europe/Kyiv",
    "MSK": "Europe/Moscow",
    "TRT": "Europe/Istanbul",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "HKT": "Asia/Hong_Kong",
    "SGT": "Asia/Singapore",
    "MYT": "Asia/Kuala_Lumpur",
    "PHT": "Asia/Manila",
    "PHST": "Asia/Manila",
    "ICT": "Asia/Bangkok Asia/Ho_Chi_Minh",
    "WIB": "Asia/Jakarta",
    "WITA": "Asia/Makassar",
    "WIT": "Asia/Jayapura",
    "PKT": "Asia/Karachi",
    "NPT": "Asia/Kathmandu",
    "SLST": "Asia/Colombo",
    "MMT": "Asia/Yangon",
    "IRST": "Asia/Tehran",
    "AEST": "Australia/Sydney Australia/Brisbane Australia/Melbourne",
    "AEDT": "Australia/Sydney Australia/Melbourne",
    "ACST": "Australia/Adelaide Australia/Darwin",
    "ACDT": "Australia/Adelaide",
    "AWST": "Australia/Perth",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
    "SAST": "Africa/Johannesburg",
    "EAT": "Africa/Nairobi Africa/Addis_Ababa Africa/Kampala",
    "WAT": "Africa/Lagos",
    "CAT": "Africa/Harare Africa/Maputo Africa/Lusaka",
    "ART": "America/Argentina/Buenos_Aires",
    "BRT": "America/Sao_Paulo",
    "CLT": "America/Santiago",
    "COT": "America/Bogota",
    "PET": "America/Lima",
}
"""The zones that an abbreviation may mean, the usual one first."""

_SPOKEN = {
    "es": "Europe/Madrid America/Mexico_City America/Bogota America/Argentina/Buenos_Aires America/Santiago"
    " America/Lima America/Havana",
    "pt": "Europe/Lisbon America/Sao_Paulo",
    "ar": "Asia/Riyadh Africa/Cairo Asia/Baghdad Asia/Dubai",
    "fr": "Europe/Paris",
}
"""The zones of a language that several countries share."""
_NAMING = re.compile(r"r\$|[^\W\d_]+")

_IN_ENGLISH = {"MEZ": "CET", "MESZ": "CEST"}

_IANA = (
    r"(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)"
    r"/[A-Z][A-Za-z]+(?:[_-][A-Za-z]+){0,3}(?:/[A-Z][A-Za-z_]+)?"
)

ZONE_PATTERN = re.compile(
    rf"(?<![A-Za-z])(?:{_IANA}|(?:UTC|GMT) ?[+\-−]\d{{1,2}}(?::?\d\d)?|UTC|GMT|"
    + "|".join(sorted(_ABBREVIATIONS, key=len, reverse=True))
    + r")(?![a-z])|(?<![^\W\d_])(?:[A-Z]\w+(?: [A-Z]\w+)? (?:[Ll]ocal )?[Tt]ime|[Hh]eure de [A-Z]\w+"
    r"|[Hh]ora de [A-Z]\w+|[Oo]ra di [A-Z]\w+|北京时间|北京時間|日本時間"
    r"|بتوقيت [\u0600-\u06ff]+(?: المكرمة)?)"
)

_OFFSET = re.compile(r"(?:UTC|GMT)? ?([+\-−])(\d{1,2}):?(\d\d)?$")


@dataclass(frozen=True, slots=True)
class Clues:
    """What a file tells about where its clock hangs, each an IANA zone, the strongest first."""

    city: str | None = None
    """Of a city in the page's header or the dateline."""
    site: str | None = None
    """Of a city in the source's name."""
    country: str | None = None
    """Of the country domain of the source's address."""
    language: str | None = None
    """Of the text's language."""
    named: tuple[str, ...] = ()
    """Of the countries that the text names, the most frequent first: tells what an abbreviation means."""

    def ranked(self) -> tuple[tuple[str, str], ...]:
        """Return the zones that are known, each with the rule that gives it."""
        pairs = (
            (self.city, "city in the header"),
            (self.site, "city in the source's name"),
            (self.country, "country of the address"),
            (self.language, "language of the text"),
        )
        return tuple((zone, rule) for zone, rule in pairs if zone)


@dataclass(frozen=True, slots=True)
class Zone:
    """A clock's zone."""

    info: tzinfo | None
    """None means this computer's own."""
    name: str
    """An IANA name or an offset; empty where only a moment can tell (this computer's own)."""
    rule: str
    abbreviation: str = ""
    """As it stands beside the time: it says itself whether the clock was the summer's."""


def zone_of(written: str, clues: Clues) -> Zone:
    """Return the zone of a clock beside which `written` stands: nothing, an offset, a short name, a city."""
    if written in ("Z", "UTC", "GMT"):
        return Zone(UTC, "UTC", "zone beside the time")
    if offset := _OFFSET.match(written):
        return _offset(offset)
    if meant := _ABBREVIATIONS.get(written, "").split():
        known = [*(zone for zone, _ in clues.ranked()), *clues.named]
        zone = min(meant, key=lambda each: known.index(each) if each in known else len(known))
        return Zone(ZoneInfo(zone), zone, "abbreviation beside the time", written)
    if "/" in written and (named := _named(written)):
        return Zone(named, written, "zone beside the time")
    if city := _city_time(written):
        return Zone(ZoneInfo(city), city, "city beside the time")
    for zone, rule in clues.ranked():
        return Zone(ZoneInfo(zone), zone, rule)
    return Zone(None, "", "this computer's zone")


def _named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # Asia/Nowhere; Europe/, which is a folder
        return None


def _offset(found: re.Match[str]) -> Zone:
    """Return the zone of an offset in hours, as `+6`, `-0500` or `+05:45`."""
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        return Zone(UTC, "UTC", "zone beside the time")
    size = timedelta(hours=hours, minutes=minutes)
    info = timezone(size if found[1] == "+" else -size)
    return Zone(info, f"{'+' if found[1] == '+' else '-'}{hours:02}:{minutes:02}", "offset beside the time")


def _city_time(written: str) -> str | None:
    known = {"北京时间": "Asia/Shanghai", "北京時間": "Asia/Shanghai", "日本時間": "Asia/Tokyo"}
    name = re.sub(r"(?i)(?: local)? time$|^heure de |^hora de |^ora di |^بتوقيت ", "", written).lower()
    return known.get(written) or cities().get(name)


def moment_in(zone: Zone, clock: datetime) -> tuple[int, str]:
    """Return the UTC seconds of what the naive clock shows in the zone, and the zone's name.

    Where an abbreviation names the half of the year that it was not (`EST` in May), its offset counts, and
    is the name: the time is shown as it was written.
    """
    if (told := _told_offset(zone, clock)) is not None:
        written = f"{clock.replace(tzinfo=timezone(told)):%z}"
        return int(clock.replace(tzinfo=timezone(told)).timestamp()), f"{written[:3]}:{written[3:5]}"
    if zone.info is not None:
        return int(clock.replace(tzinfo=zone.info).timestamp()), zone.name
    local = clock.astimezone()
    offset = local.strftime("%z")
    return int(local.timestamp()), f"{offset[:3]}:{offset[3:5]}"


def _told_offset(zone: Zone, clock: datetime) -> timedelta | None:
    """Return the offset that the abbreviation has in its zone; None where it is that of the day anyway."""
    if zone.info is None or not zone.abbreviation:
        return None
    name = _IN_ENGLISH.get(zone.abbreviation, zone.abbreviation)
    if clock.replace(tzinfo=zone.info).tzname() == name:
        return None
    for month in (1, 7):
        other = datetime(clock.year, month, 1, tzinfo=zone.info)
        if other.tzname() == name:
            return other.utcoffset()
    return None


def zone_of_domain(host: str) -> str | None:
    """Return the zone of the country that a host's last label names; None where it names none."""
    labels = host.lower().rstrip(".").split(".")
    if len(labels) < 2:
        return None
    if labels[-2:] == ["com", "co"]:
        return "America/Bogota"
    return places().countries.get(labels[-1])


def zones_named(text: str) -> tuple[str, ...]:
    """Return the zones of the countries that the text names, the most frequent first."""
    words = Counter(_NAMING.findall(text.lower()))
    counts = {zone: sum(words[name] for name in names) for zone, names in places().country_words.items()}
    return tuple(sorted((zone for zone in counts if counts[zone]), key=lambda zone: -counts[zone]))


def zone_of_language(language: str, named: tuple[str, ...] = ()) -> str | None:
    """Return the zone in which most speakers live.

    For a language of many countries it is that of the country in `named`.
    """
    spoken = _SPOKEN.get(language, "").split()
    return next((zone for zone in named if zone in spoken), places().languages.get(language))


def zone_of_city(text: str) -> str | None:
    """Find a city that is all of the text, or one of its parts between commas, bars and brackets.

    Returns its zone, or None.
    """
    for part in re.split(r"[,|/·•:;()\[\]–—]| - |\b\d", text.lower()):
        if zone := cities().get(part.strip(" .-").removeprefix("in ")):
            return zone
    return None


def zone_of_name(site: str) -> str | None:
    """Find a city in the source's name, such as a newspaper's. Returns its zone, or None."""
    words = site.lower().split()
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            if zone := cities().get(" ".join(words[start : start + size])):
                return zone
    return None
