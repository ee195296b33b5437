"""The query language: what a person types to say which articles are meant.

Words (each also as the beginning of a word), `"phrases"`, `-not`, and `field:value` with the fields below.
Whatever is not understood is looked for as words, so nothing typed can be an error.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from reader.model import Date, Feed, Query, Term, is_inside
from reader.urls.credentials import hide_secrets

_PIECE = re.compile(
    r"""(?P<minus>-)?
        (?:(?P<field>[a-z]+):)?
        (?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>\S+))""",
    re.VERBOSE | re.IGNORECASE,
)

TEXT_FIELDS = ("title", "author", "site")
"""The fields that are searched for words."""

STATES = ("is:unread", "is:read", "is:starred", "is:saved", "is:highlighted")
"""The filters on the reader's marks."""

FIELDS = (*TEXT_FIELDS, "is", "tag", "folder", "feed", "account", "after", "before")
"""All fields of the query language."""

UNITS = {"h": 1 / 24, "d": 1, "w": 7, "m": 30, "y": 365}
"""The length of each unit of time, in days."""


def parse_query(text: str, *, feeds: Sequence[Feed], now: int) -> Query:
    """Parse what a person typed.

    `feeds` are all subscriptions, for `feed:` and `account:`; `now` (UTC seconds) is for `after:1w`.
    """
    query, terms = Query(), []
    for piece in _PIECE.finditer(text):
        field, phrase = (piece["field"] or "").lower(), piece["phrase"]
        value = phrase if phrase is not None else piece["word"]
        negated = bool(piece["minus"])
        if not value.strip():
            continue
        narrowed = _narrow(query, field, value, negated, feeds, now) if field else None
        if narrowed is None:
            terms.append(_term(piece, value))
        else:
            query = narrowed
    return replace(query, terms=tuple(terms))


def not_understood(text: str, *, now: int) -> list[str]:
    """Return the pieces that look like a filter but are none, as typed; addresses do not count."""
    pieces = []
    for piece in _PIECE.finditer(text):
        field = (piece["field"] or "").lower()
        value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        if not field or field in TEXT_FIELDS or not value.strip() or value.startswith("//"):
            continue
        if _narrow(Query(), field, value, bool(piece["minus"]), (), now) is None:
            pieces.append(piece[0])
    return pieces


def in_renamed_folder(text: str, *, folder: str, name: str) -> str:
    """Return a query that means the same articles where a folder, and those in it, got another name."""

    def renamed(piece: re.Match[str]) -> str:
        value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        if (piece["field"] or "").lower() != "folder" or piece["minus"] or not is_inside(value, folder):
            return piece[0]
        new = name + value.removeprefix(folder)
        return f'folder:"{new}"' if " " in new or piece["phrase"] is not None else f"folder:{new}"

    return _PIECE.sub(renamed, text)


def _term(piece: re.Match[str], value: str) -> Term:
    """Return the word or phrase to search for; an unknown field is part of the word."""
    field, negated = (piece["field"] or "").lower(), bool(piece["minus"])
    phrase = piece["phrase"] is not None
    match field:
        case "title" | "author" | "site":
            return Term(value, field=field, phrase=phrase, negated=negated)
        case "":
            return Term(value, phrase=phrase, negated=negated)
    return Term(f"{piece['field']}:{value}", phrase=phrase, negated=negated)


def _narrow(
    query: Query, field: str, value: str, negated: bool, feeds: Sequence[Feed], now: int
) -> Query | None:
    """Narrow the query by one `field:value`. Returns None if that is no filter."""
    match field, value.lower():
        case "is", "unread" | "read" as state:
            return narrow_to_state(query, "read", (state == "read") != negated)
        case "is", "starred" | "saved" | "highlighted" as state:
            return narrow_to_state(query, state, not negated)
        case "tag", _ if negated:
            return replace(query, not_tags=(*query.not_tags, value))
        case "tag", _:
            return replace(query, tags=(*query.tags, value))
        case "folder", _ if not negated:
            return replace(query, folder=value)
        case "feed", _:
            return _narrow_to_feeds(query, matching_feeds(value, feeds), negated)
        case "account", wanted:
            there = tuple(feed.id for feed in feeds if (feed.account or "").casefold() == wanted.casefold())
            return _narrow_to_feeds(query, there, negated)
        case "after" | "before", _ if not negated:
            return _narrow_to_time(query, field, value, now)
    return None


def narrow_to_state(query: Query, name: str, wanted: bool) -> Query:
    """Narrow a query to articles that are `read`, `starred`, `saved` or `highlighted`, or are not.

    One that asks for both finds none.
    """
    known = getattr(query, name)
    if known is not None and known != wanted:
        return replace(query, nothing=True)
    return replace(query, **{name: wanted})  # they are booleans


def _narrow_to_feeds(query: Query, found: tuple[int, ...], negated: bool) -> Query:
    if negated:
        return replace(query, not_feeds=(*query.not_feeds, *found))
    if query.feeds is not None:
        found = tuple(feed for feed in found if feed in query.feeds)
    return replace(query, feeds=found)


def _narrow_to_time(query: Query, field: str, value: str, now: int) -> Query | None:
    moment = read_moment(value, now)
    if moment is None:
        return None
    day = _day_of(moment)
    if field == "after" and (query.after is None or moment > query.after):
        return replace(query, after=moment, after_day=day)
    if field == "before" and (query.before is None or moment < query.before):
        return replace(query, before=moment, before_day=day)
    return query


def _day_of(moment: int) -> int | None:
    """Return where a local day begins among articles dated to the day, which have no zone.

    Returns None if that is the moment itself, or if the moment begins no day.
    """
    begins = datetime.fromtimestamp(moment)
    if (begins.hour, begins.minute, begins.second) != (0, 0, 0):
        return None
    day = int(begins.replace(tzinfo=UTC).timestamp())
    return None if day == moment else day


def feeds_named(text: str) -> list[str]:
    """Return what stands behind each `feed:` of a query."""
    pieces = [piece for piece in _PIECE.finditer(text) if (piece["field"] or "").lower() == "feed"]
    return [piece["phrase"] if piece["phrase"] is not None else piece["word"] for piece in pieces]


def matching_feeds(text: str, feeds: Sequence[Feed]) -> tuple[int, ...]:
    """Return the id of the feed with this id or URL, else the ids of those whose title or URL contains it."""
    for feed in feeds:
        if text in (str(feed.id), feed.url):
            return (feed.id,)
    if named := tuple(feed.id for feed in feeds if hide_secrets(feed.url) == text):
        return named
    wanted = text.casefold()
    return tuple(
        feed.id for feed in feeds if wanted in feed.title.casefold() or wanted in feed.url.casefold()
    )


def read_moment(value: str, now: int) -> int | None:
    """Parse a local day (`2024-05-24`, `2024-05`, `2024`, `today`, `yesterday`) or a time ago (`2w`, `6m`).

    Returns UTC seconds: the first second of a day; None if it is none of these.
    """
    today = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        if value.lower() in ("today", "yesterday"):
            return int((today - timedelta(days=value.lower() == "yesterday")).timestamp())
        if ago := re.fullmatch(r"(\d{1,5})([hdwmy])", value.lower()):
            return max(0, now - int(int(ago[1]) * UNITS[ago[2]] * 86_400))
        if day := re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", value):
            return int(datetime(int(day[1]), int(day[2] or 1), int(day[3] or 1)).timestamp())
    except (ValueError, OverflowError, OSError):
        return None
    return None


def read_date(value: str) -> Date | None:
    """Parse a date that a person typed: `2024-05-24`, or `2024-05-24T13:25+06:00` (else the local zone).

    Returns None if it is neither.
    """
    rule = "correction"
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            midnight = datetime.fromisoformat(value).replace(tzinfo=UTC)
            return Date(int(midnight.timestamp()), "day", rule=rule, raw=value)
        moment = datetime.fromisoformat(value).astimezone()
        offset = moment.isoformat()[-6:]
        return Date(int(moment.timestamp()), "second", zone=offset, rule=rule, raw=value)
    except (ValueError, OverflowError, OSError):
        return None
