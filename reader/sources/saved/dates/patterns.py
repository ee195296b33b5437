"""The patterns of dates, times of day and their labels, made of all languages' words: for `dates`."""

import re
from functools import cache
from typing import Literal
from unicodedata import normalize

from reader.sources.saved.vocabulary import date_words

Kind = Literal["published", "updated", "captured", ""]

_LETTER = "[^\\W\\d_]"
_SIGN = "[\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0300-\u036f]"
_LEFT = f"(?:(?<!{_LETTER})(?<!{_SIGN})|(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z]{{3}})(?=[A-Z][a-z]))"
"""A word begins here, also where two were glued: `MillsPublished`, `UTCUpdated`."""
_RIGHT = f"(?!{_LETTER}|{_SIGN})"
_SPACELESS = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_YEAR = "(?P<year>(?:19|20)\\d\\d)(?!\\d(?!\\d?[:.]\\d\\d))"


def _alternatives(words: str) -> str:
    """A pattern for any of the words, longest first; scripts without spaces need no word boundary."""
    spaced: list[str] = []
    spaceless: list[str] = []
    for word in sorted(_split(normalize("NFC", words)), key=len, reverse=True):
        (spaceless if _SPACELESS.match(word.lstrip("[")) else spaced).append(word)
    parts = [f"{_LEFT}(?i:{'|'.join(spaced)}){_RIGHT}"] if spaced else []
    parts += ["|".join(spaceless)] if spaceless else []
    return f"(?:{'|'.join(parts)})"


def _split(words: str) -> list[str]:
    """Splits at `|` outside of brackets."""
    parts = [""]
    depth = 0
    for character in words:
        depth += (character in "([") - (character in ")]")
        if character == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


_MONTH_NAMES = "|".join(date_words.MONTHS)


@cache
def month_numbers() -> dict[str, int]:
    return {
        normalize("NFC", name): number
        for number, names in enumerate(date_words.MONTHS, start=1)
        for name in names.split("|")
    }


_CLOCK = "\\d{1,2}:\\d\\d(?::\\d\\d)?(?: [A-Z]{2,5}| [+-]\\d{4})?"
"""What stands between day and year where a program wrote the date: `Fri May 24 13:25:00 CEST 2024`."""

_NUMBERED = (
    "(?P<year>(?:19|20)\\d\\d) ?(?:[-./]|年|년) ?(?P<month>\\d{1,2}) ?(?:[-./]|月|월) ?(?P<day>\\d{1,2})"
)


@cache
def day_patterns(*, named: bool = True) -> tuple[re.Pattern[str], ...]:
    """From the surest to the weakest; each match takes its characters away from the next.

    A line without a letter needs only those that are not `named`, which are much faster.
    """
    month = f"(?P<name>{_alternatives(_MONTH_NAMES)})"
    glued = f"(?P<name>(?i:{_longest_first(_MONTH_NAMES)})){_RIGHT}"
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
            "(?<![\\d/])(?P<month>\\d{1,2})/(?P<day>\\d{1,2})(?= \\d{1,2}:\\d\\d)",
            f"{month}\\.?,? {_YEAR}",
        )
        if named or "(?P<name>" not in pattern
    )


def _longest_first(words: str) -> str:
    return "|".join(sorted(_split(normalize("NFC", words)), key=len, reverse=True))


@cache
def time_pattern() -> re.Pattern[str]:
    before, after = (normalize("NFC", half) for half in (date_words.BEFORE_NOON, date_words.AFTER_NOON))
    return re.compile(
        f"(?:(?P<early>{_alternatives(before)})|(?P<late>{_alternatives(after)}))?[ .]?"
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
    units = "|".join(f"(?P<{unit}>{normalize('NFC', words)})" for unit, words in date_words.AGO)
    return re.compile(
        f"(?:(?<!{_LETTER})(?P<before>{date_words.AGO_BEFORE}) )?"
        "(?<!\\d)(?P<count>\\d{1,2}|an?|einer|einem|une?) ?"
        f"(?:{units}){_RIGHT}(?: ?(?P<ago>{normalize('NFC', date_words.AGO_AFTER)}))?",
        re.IGNORECASE,
    )


@cache
def label_patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    words: tuple[tuple[Kind, str], ...] = (
        ("captured", date_words.CAPTURED),
        ("updated", date_words.UPDATED),
        ("published", date_words.PUBLISHED),
    )
    return tuple((kind, re.compile(_alternatives(text))) for kind, text in words)


@cache
def weekday_pattern() -> re.Pattern[str]:
    return re.compile(_alternatives(date_words.WEEKDAYS))
