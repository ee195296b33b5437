"""The word lists of all languages, read from the files in `languages/` and from `calendar.toml`."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from unicodedata import normalize

import msgspec

ANY = "any"
"""The file of words that are the same in every language: it has no months and weekdays."""


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in and around dates."""

    published: tuple[str, ...] = ()
    """In front of the day of publication."""
    updated: tuple[str, ...] = ()
    """In front of the day of a change."""
    captured: tuple[str, ...] = ()
    """In front of the day on which the page was saved or printed."""
    before_noon: tuple[str, ...] = ()
    """Beside a time of the twelve-hour clock before noon: 9 `am`."""
    after_noon: tuple[str, ...] = ()
    """Beside a time of the twelve-hour clock after noon: 3 `pm`."""
    night: tuple[str, ...] = ()
    """In front of a time of the twelve-hour clock in the dark, be that before midnight or after."""
    ago_before: tuple[str, ...] = ()
    """In front of a time that has passed: `vor` 3 Stunden."""
    ago_after: tuple[str, ...] = ()
    """Behind a time that has passed: 3 hours `ago`."""
    second: tuple[str, ...] = ()
    """The unit beside a number of seconds that have passed: 20 `seconds` ago."""
    minute: tuple[str, ...] = ()
    """The unit beside a number of minutes that have passed."""
    hour: tuple[str, ...] = ()
    """The unit beside a number of hours that have passed."""
    day: tuple[str, ...] = ()
    """The unit beside a number of days that have passed."""
    week: tuple[str, ...] = ()
    """The unit beside a number of weeks that have passed."""
    connectors: tuple[str, ...] = ()
    """Small words between the parts of a date."""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What pages write around an article; lines as `lines.normalize` leaves them."""

    buttons: tuple[str, ...] = ()
    """Whole lines: buttons and items of menus."""
    home: tuple[str, ...] = ()
    """Whole lines, or first parts of paths through a site: its front page."""
    site_line_beginnings: tuple[str, ...] = ()
    """Beginnings of lines of any length that the site says, not the article."""
    site_words: tuple[str, ...] = ()
    """Beginnings of words, anywhere in a paragraph, with which a site speaks of itself; a blank at the end
    says that the word ends there.
    """
    tails: tuple[str, ...] = ()
    """Whole lines after which an article is over, unless more of it follows than they cost."""
    tail_beginnings: tuple[str, ...] = ()
    """Beginnings of such lines."""
    asides: tuple[str, ...] = ()
    """What names one other article, in front of its title and a colon."""
    related: tuple[str, ...] = ()
    """Whole lines above a list of other articles."""
    comments: tuple[str, ...] = ()
    """Whole lines above what readers say to an article."""


class Press(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What names people, roles, agencies and sources."""

    bylines: tuple[str, ...] = ()
    """In front of an author."""
    bylines_with_colon: tuple[str, ...] = ()
    """In front of an author, where a colon follows."""
    roles: tuple[str, ...] = ()
    """Roles and desks that stand where a name would."""
    biography_verbs: tuple[str, ...] = ()
    """Behind an author's name, where a line says who that is."""
    credits: tuple[str, ...] = ()
    """In front of a picture's maker."""
    agencies: tuple[str, ...] = ()
    """News agencies and other owners of pictures."""
    source_labels: tuple[str, ...] = ()
    """In front of the site or paper that an article is from."""
    source_words: tuple[str, ...] = ()
    """Words in the names of papers and sites."""
    sections: tuple[str, ...] = ()
    """Parts of a newspaper, as menus and overlines name them."""


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one language, all in lower case, as phrases (`phrases.pattern_of`)."""

    months: dict[int, tuple[str, ...]] = {}
    """Spellings of months that CLDR does not have, by number from 1."""
    weekdays: dict[int, tuple[str, ...]] = {}
    """Spellings of weekdays that CLDR does not have, by number from 1, Monday."""
    dates: Dates = Dates()
    page: Page = Page()
    press: Press = Press()


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's months and weekdays from CLDR: a list of names for each."""

    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]


@cache
def languages() -> dict[str, Language]:
    """Read the word lists. Returns them by the language's ISO 639-1 code, `ANY` among them."""
    folder = resources.files(__package__) / "languages"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)
    return {
        file.name.removesuffix(".toml"): msgspec.toml.decode(file.read_bytes(), type=Language, strict=False)
        for file in files
    }


@cache
def calendars() -> dict[str, Calendar]:
    """Read the months and weekdays of CLDR. Returns them by the language's code."""
    file = resources.files(__package__) / "calendar.toml"
    return msgspec.toml.decode(file.read_bytes(), type=dict[str, Calendar])


@cache
def phrases(table: str, name: str) -> tuple[str, ...]:
    """Return a list's phrases in all languages: `phrases("dates", "published")`."""
    lists = (getattr(getattr(language, table), name) for language in languages().values())
    return tuple(phrase for each in lists for phrase in each)


@cache
def month_numbers() -> dict[str, int]:
    """Return the number of each month by its names and spellings, in NFC.

    Names that are no more than the number and a sign, as `5月`, are left out: they are read as numbers.
    """
    numbers = {name: number for number, name in _names("months")}
    return {normalize("NFC", name): number for name, number in numbers.items() if not _has_digit(name)}


@cache
def weekday_names() -> tuple[str, ...]:
    """Return the names and spellings of all weekdays."""
    return tuple(name for _, name in _names("weekdays"))


def _names(kind: str) -> Iterator[tuple[int, str]]:
    """Yield months or weekdays, each with its number from 1."""
    for calendar in calendars().values():
        for number, names in enumerate(getattr(calendar, kind), 1):
            yield from ((number, name) for name in names)
    for language in languages().values():
        for number, names in getattr(language, kind).items():
            yield from ((number, name) for name in names)


def _has_digit(name: str) -> bool:
    return any(map(str.isdigit, name))
