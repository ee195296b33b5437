"""Finds the dates in a line of text, in many languages and orders, without deciding yet what they mean."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from reader.sources.saved.dates.patterns import (
    UNITS,
    Kind,
    ago_pattern,
    day_patterns,
    label_patterns,
    time_pattern,
    weekday_pattern,
)
from reader.sources.saved.dates.timezones import ZONE_PATTERN
from reader.sources.saved.vocabulary.languages import month_numbers, phrases

_MOST_TOKENS = 16
"""Parts of dates in a line: one with more is a table of results, not an article's date."""
_WORDS_ONLY = 60
"""Characters of a line without a digit that may be a weekday or a waiting label."""
_OF_PARAGRAPH = 100
"""Characters of a longer line that are searched: what dates an article stands at a line's beginning."""
LONGEST = 240
"""Characters of a line that is searched in one piece."""

_CONNECTORS = frozenset(phrases("dates", "connectors"))
_WRITTEN_AFTER = frozenset(("更新", "公開", "掲載", "配信", "発表", "发布", "發布", "作成"))
"""Labels that stand behind their date."""
_DUSK = 6
"""The first hour of the evening that is called night; the hours before are those after midnight."""
_EDGES = " ,;|•·∙:(/-–—"
_FULL_STOPS = ("。", "！", "？", "।")
_ERA = re.compile(r"(?:\d|元)年\s*$")
"""`令和3年`: a year of another count before a day; without it the day would be given a wrong year."""
_LATE = re.compile(r"[\s.]*(?:พ\.ศ\.)?\s*2[45]\d\d(?!\d)")
"""The Buddhist year behind a day, as in Thailand."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_GAP_MARKS = re.compile(r"[\s,;|•·∙:@~()\[\]<>/\\.\-–—−＝=*\x00]+")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a line gives it: some parts may be missing, and its zone is not settled."""

    kind: Kind = ""
    """What its label says that it is; empty without a label."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    ambiguous: bool = False
    """Whether day and month are two numbers of at most 12 whose order the line does not tell."""
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    zone: str = ""
    """As written: `+06:00`, `BST`, `Dhaka time`; empty where none is."""
    ago: tuple[int, str] | None = None
    """A count and a unit before the moment of looking."""
    weekday: bool = False
    start: int = 0
    end: int = 0

    @property
    def dated(self) -> bool:
        """Return whether it names a day, not only a time of day."""
        return self.month is not None or self.ago is not None


@dataclass(frozen=True, slots=True)
class DatedLine:
    """What a line has to do with dates."""

    moments: tuple[Moment, ...] = ()
    label: Kind = ""
    """A label at the line's end that waits for the next line's date."""
    rest: str = ""
    """The line's words without its dates."""
    weekday: bool = False
    head: str = ""
    """What stands before the first date, label or weekday."""
    tail: str = ""
    """What stands after the last."""

    @property
    def bare(self) -> bool:
        """Return whether the line says little but a date: a headline may name a day, too."""
        if not (self.moments or self.label or self.weekday):
            return False
        if not (self.moments or self.label) and _is_sentence(self.rest):
            return False
        words = self.rest.split()
        if len(words) <= 1 and len(self.rest) <= 24:
            return True
        timed = any(moment.kind or moment.hour is not None for moment in self.moments)
        if timed:
            return len(self.rest) <= 60 and self.moments[0].start < 60
        named = all(word[0].isupper() or not word[0].isascii() or not word[0].isalpha() for word in words)
        return len(self.rest) <= 40 and len(words) <= 5 and named


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    moment: Moment | None = None
    label: Kind = ""
    after: bool = False
    """Whether the label stands behind its date."""
    weekday: bool = False
    zone: str = ""


_Reader = Callable[[re.Match[str]], _Token | None]
_DIGIT = re.compile(r"\d")
_GAP_WORD = re.compile(r"[^\W\d_]")
_AGO_WORD = re.compile(r"\b(?:an?|einer|einem|une?)\b", re.IGNORECASE)


def _is_sentence(rest: str) -> bool:
    """Return whether the words around a weekday are a sentence, in a script that has few spaces to count."""
    return rest.endswith(_FULL_STOPS) and len(rest) > 8


def find_dates(match: str) -> DatedLine:
    """Find what the normalized line says of dates.

    Returns an empty result for a line without digits, weekdays and labels.
    """
    tokens: list[_Token] = []
    beginning = match[: LONGEST if len(match) <= LONGEST else _OF_PARAGRAPH]
    text = _ADDRESS.sub(lambda found: "_" * len(found[0]), beginning)
    numbered = _DIGIT.search(text) is not None
    if not numbered and len(text) > _WORDS_ONLY:
        return DatedLine(rest=match, head=match)
    if numbered or _AGO_WORD.search(text):
        for read, patterns in (
            (_day, day_patterns(named=_GAP_WORD.search(text) is not None)),
            (_ago, (ago_pattern(),)),
            (_time, (time_pattern(),)),
        ):
            for pattern in patterns:
                text = _take(text, pattern, read, tokens)
    for kind, pattern in label_patterns():
        text = _take(text, pattern, partial(_label, kind), tokens)
    text = _take(text, weekday_pattern(), _weekday, tokens)
    if not tokens or len(tokens) > _MOST_TOKENS:
        return DatedLine(rest=match, head=match)
    text = _take(text, ZONE_PATTERN, _zone, tokens)
    return _grouped(text, sorted(tokens, key=lambda token: token.start))


def _take(text: str, pattern: re.Pattern[str], read: _Reader, tokens: list[_Token]) -> str:
    """Add a token for each match that `read` accepts. Returns the text with these blanked for weaker ones."""
    for found in pattern.finditer(text):
        if len(tokens) > _MOST_TOKENS:
            break
        token = read(found)
        if token is not None:
            tokens.append(token)
            text = text[: found.start()] + "\0" * (found.end() - found.start()) + text[found.end() :]
    return text


def _day(found: re.Match[str]) -> _Token | None:
    parts = found.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    if parts.get("short"):
        year = 2000 + int(parts["short"])
    ambiguous = False
    if parts.get("a"):
        day, month = int(parts["a"]), int(parts["b"])
        ambiguous = day <= 12 and month <= 12 and day != month and parts["mark"] != "."
        if month > 12:
            day, month = month, day
    else:
        name = parts.get("name")
        month = month_numbers().get(name.lower(), 0) if name else int(parts["month"])
        day = int(parts["day"]) if parts.get("day") else 0
    if not (1 <= month <= 12 and day <= 31 and (day or "day" not in parts)):
        return None
    if year is None and (
        _ERA.search(found.string, 0, found.start()) or _LATE.match(found.string, found.end())
    ):
        return None
    moment = Moment(year=year, month=month, day=day or None, ambiguous=ambiguous)
    return _Token(*found.span(), moment=moment)


def _time(found: re.Match[str]) -> _Token | None:
    parts = found.groupdict()
    hour = int(parts["hour"])
    minute = int(parts["minute"]) if parts["minute"] else None
    second = int(parts["second"]) if parts["second"] else None
    if (parts["late"] or parts["pm"]) and hour < 12:
        hour += 12
    elif (parts["early"] or parts["am"]) and hour == 12:
        hour = 0
    elif parts["night"]:
        hour = _at_night(hour)
    if hour > 23 or (minute or 0) > 59 or (second or 0) > 59:
        return None
    moment = Moment(hour=hour, minute=minute, second=second, zone=parts["zone"] or "")
    return _Token(*found.span(), moment=moment)


def _at_night(hour: int) -> int:
    """Return the hour of the day that an hour of the twelve-hour clock is at night: 11 is 23, 2 is 2."""
    if hour == 12:
        return 0
    return hour + 12 if _DUSK <= hour < 12 else hour


def _ago(found: re.Match[str]) -> _Token | None:
    if not found["ago"] and (not found["before"] or found["count"].lower() in ("a", "an")):
        return None
    count = int(found["count"]) if found["count"].isdigit() else 1
    unit = next(unit for unit in UNITS if found[unit])
    return _Token(*found.span(), moment=Moment(ago=(count, unit)))


def _label(kind: Kind, found: re.Match[str]) -> _Token:
    return _Token(*found.span(), label=kind, after=found[0] in _WRITTEN_AFTER)


def _weekday(found: re.Match[str]) -> _Token:
    return _Token(*found.span(), weekday=True)


def _zone(found: re.Match[str]) -> _Token:
    return _Token(*found.span(), zone=found[0].strip(" ()"))


def _grouped(text: str, tokens: list[_Token]) -> DatedLine:
    """Return the line's tokens as dates: those with nothing but connectors between them are one."""
    moments: list[Moment] = []
    label: Kind = ""
    weekday = False
    end = -1
    for token in tokens:
        if end >= 0 and not _connected(text[end : token.start]):
            label, weekday = "", False
            moments.append(Moment())
        end = token.end
        if token.after and moments and moments[-1].end == token.start and not moments[-1].kind:
            moments[-1] = replace(moments[-1], kind=token.label)
        elif token.label:
            label = token.label
            moments.append(Moment())
        elif token.weekday:
            weekday = True
        elif token.zone:
            _add_zone(moments, token)
        elif token.moment:
            _add_moment(
                moments, replace(token.moment, kind=label, weekday=weekday, start=token.start, end=end)
            )
    found = tuple(moment for moment in moments if moment.dated or moment.hour is not None)
    waiting = label if end >= 0 and not _GAP_WORD.search(text[end:]) and not found else ""
    return DatedLine(
        found,
        waiting,
        _rest(text),
        weekday=any(token.weekday for token in tokens),
        head=text[: tokens[0].start].replace("\0", " ").strip(_EDGES),
        tail=text[end:].strip(_EDGES),
    )


def _add_zone(moments: list[Moment], token: _Token) -> None:
    if moments and moments[-1].hour is not None and not moments[-1].zone:
        moments[-1] = replace(moments[-1], zone=token.zone, end=token.end)


def _add_moment(moments: list[Moment], new: Moment) -> None:
    """Join a time of day with the day beside it, on either side; else it is a moment of its own."""
    last = moments[-1] if moments else Moment()
    if new.dated and last.hour is not None and not last.dated and last.kind == new.kind:
        moments[-1] = replace(
            new, hour=last.hour, minute=last.minute, second=last.second, zone=last.zone, start=last.start
        )
    elif not new.dated and last.dated and last.hour is None and last.ago is None and last.kind == new.kind:
        moments[-1] = replace(
            last, hour=new.hour, minute=new.minute, second=new.second, zone=new.zone, end=new.end
        )
    else:
        moments.append(new)


def _connected(gap: str) -> bool:
    """Return whether nothing but marks and small words stands between two tokens."""
    return all(word.strip(".").lower() in _CONNECTORS for word in _GAP_MARKS.sub(" ", gap).split())


def _rest(text: str) -> str:
    words = _GAP_MARKS.sub(" ", text).split()
    return " ".join(word for word in words if word.strip(".") not in _CONNECTORS and word.strip("_"))
