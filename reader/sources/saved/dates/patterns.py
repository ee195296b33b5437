"""The patterns of dates, times of day and their labels, made of all languages' words: for `dates`."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from reader.document.scripts import HAN, HANGUL, KANA, THAI_AND_LAO
from reader.sources.saved.vocabulary.languages import month_numbers, phrases, weekday_names
from reader.sources.saved.vocabulary.phrases import any_of

Kind = Literal["published", "updated", "captured", ""]

UNITS = ("second", "minute", "hour", "day", "week")
"""Units of "3 hours ago"; a month or a year ago is too rough for a date."""

_LETTER = "[^\\W\\d_]"
_SIGN = "[\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0300-\u036f]"
_LEFT = f"(?:(?<!{_LETTER})(?<!{_SIGN})|(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z]{{3}})(?=[A-Z][a-z]))"
"""A word begins here, also where two were glued: `MillsPublished`, `UTCUpdated`."""
_RIGHT = f"(?!{_LETTER}|{_SIGN})"
_SPACELESS = re.compile(f"[{THAI_AND_LAO}{KANA}{HAN}{HANGUL}]")
"""Scripts in which a pattern finds no word boundary."""
_YEAR = "(?P<year>(?:19|20)\\d\\d)(?!\\d(?!\\d?[:.]\\d\\d))"


def _alternatives(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases; scripts without spaces need no word boundary."""
    spaceless: list[str] = []
    spaced: list[str] = []
    for phrase in phrases:
        (spaceless if _SPACELESS.match(phrase.lstrip("[(")) else spaced).append(phrase)
    parts = [f"{_LEFT}(?i:{any_of(spaced)}){_RIGHT}"] if spaced else []
    parts += [any_of(spaceless)] if spaceless else []
    return f"(?:{'|'.join(parts)})"


_CLOCK = "\\d{1,2}:\\d\\d(?::\\d\\d)?(?: [A-Z]{2,5}| [+-]\\d{4})?"
"""What stands between day and year where a program wrote the date: `Fri May 24 13:25:00 CEST 2024`."""

_NUMBERED = (
    "(?P<year>(?:19|20)\\d\\d) ?(?:[-./]|年|년) ?(?P<month>\\d{1,2}) ?(?:[-./]|月|월) ?(?P<day>\\d{1,2})"
)


@cache
def day_patterns(*, named: bool = True) -> tuple[re.Pattern[str], ...]:
    """Return the patterns from the surest to the weakest; a match takes its characters from the next ones.

    A line without a letter needs only those that are not `named`, which are much faster.
    """
    month = f"(?P<name>{_alternatives(month_numbers())})"
    glued = f"(?P<name>(?i:{any_of(month_numbers())})){_RIGHT}"
    first = "(?P<day>\\d{1,2})(?:st|nd|rd|th|er|º|ª|:a|-?го|e|ম|ই|শে|লা)?(?!\\d)"
    between = "[ \\-./]{0,2}(?:de |of |di |d'|den |tháng )?"
    return tuple(
        re.compile(pattern)
        for pattern in (
            f"(?<!\\d){_NUMBERED}(?: ?[日일号]|(?!\\d))",
            f"(?<![\\d:]){first}{between}{glued}\\.?,?[ \\-./]{{0,2}}(?:de |del |of |г\\. ?)?{_YEAR}",
            f"{month}\\.? ?{first},?[ ,]{{0,2}}{_YEAR}",
            f"{month} {{1,2}}{first}(?= {_CLOCK} {_YEAR})",
            f"(?P<year>(?:19|20)\\d\\d)[ ,\\-./]{{1,2}}{month}\\.?[ \\-./]{first}",
            "(?<![\\d.:])(?P<a>\\d{1,2})(?P<mark>[./-]) ?(?P<b>\\d{1,2})(?P=mark) ?" + _YEAR,
            "(?<![\\d.:])(?P<a>\\d{1,2})(?P<mark>[./])(?P<b>\\d{2})(?P=mark)(?P<short>\\d\\d)(?![\\d.:])",
            "(?<!\\d)(?P<month>\\d{1,2}) ?[月월] ?(?P<day>\\d{1,2}) ?[日일]",
            f"(?<![\\d:.]){first}{between}{glued}",
            f"{month}\\.? {first}",
            "(?<![\\d/])(?<!/ )(?P<month>\\d{1,2})/(?P<day>\\d{1,2})(?= \\d{1,2}:\\d\\d)",
            f"{month}\\.?,? {_YEAR}",
        )
        if named or "(?P<name>" not in pattern
    )


@cache
def time_pattern() -> re.Pattern[str]:
    """Return the pattern of a time of day, with what stands before and behind it in all languages."""
    early, late = phrases("dates", "before_noon"), phrases("dates", "after_noon")
    before, after = any_of(early), any_of(late)
    night = _alternatives(phrases("dates", "night"))
    return re.compile(
        f"(?:(?P<early>{_alternatives(early)})|(?P<late>{_alternatives(late)})|(?P<night>{night}))?[ .]?"
        "(?<![\\d:.,+])(?P<hour>\\d{1,2})"
        "(?:(?: ?[:.h] ?|時 ?|시 ?|点|點)(?P<minute>\\d\\d)(?!\\d)[分분]?"
        "(?::?(?P<second>\\d\\d)(?:\\.\\d+)?(?!\\d)[秒초]?)?"
        "|(?P<whole>(?= ?(?:[ap]\\.?m\\b|uhr\\b|hrs\\b))|時|시|点|點))"
        f" ?(?:(?P<am>(?i:{before}){_RIGHT})|(?P<pm>(?i:{after}){_RIGHT})|(?i:uhr|hrs?|h|น){_RIGHT})?\\.?"
        "(?: ?\\(?(?P<zone>Z(?![a-z])|(?:UTC|GMT) ?[+\\-−]\\d{1,2}(?::?\\d\\d)?|[+\\-−]\\d\\d:?\\d\\d)"
        "(?!\\d)\\)?)?",
        re.IGNORECASE,
    )


@cache
def ago_pattern() -> re.Pattern[str]:
    """Return the pattern of how long ago something was, as `3 hours ago` or `vor 3 Stunden`."""
    units = "|".join(f"(?P<{unit}>{any_of(phrases('dates', unit))})" for unit in UNITS)
    before, after = any_of(phrases("dates", "ago_before")), any_of(phrases("dates", "ago_after"))
    return re.compile(
        f"(?:(?<!{_LETTER})(?P<before>{before}) )?"
        "(?<!\\d)(?P<count>\\d{1,2}|an?|einer|einem|une?) ?"
        f"(?:{units}){_RIGHT}(?: ?(?P<ago>{after}))?",
        re.IGNORECASE,
    )


@cache
def label_patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Return the patterns of what says which day follows; that of the copying comes first."""
    kinds: tuple[Kind, ...] = ("captured", "updated", "published")
    return tuple((kind, re.compile(_alternatives(phrases("dates", kind)))) for kind in kinds)


@cache
def weekday_pattern() -> re.Pattern[str]:
    """Return the pattern of the names of weekdays."""
    return re.compile(_alternatives(weekday_names()))
