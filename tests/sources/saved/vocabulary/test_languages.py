"""The word lists: every language is whole, and what is written there is what the program reads."""

import re

import pytest
from babel import Locale

from reader.sources.saved.vocabulary.languages import (
    ANY,
    calendars,
    languages,
    month_numbers,
    phrases,
    weekday_names,
)
from reader.sources.saved.vocabulary.phrases import any_of, pattern_of
from tests import calendar_from_cldr


def test_every_language_has_twelve_months_and_seven_days() -> None:
    assert calendars().keys() == languages().keys() - {ANY}
    for language, calendar in calendars().items():
        assert len(calendar.months) == 12, language
        assert len(calendar.weekdays) == 7, language
        assert all(names and all(names) for names in (*calendar.months, *calendar.weekdays)), language


def test_the_calendar_is_what_cldr_says() -> None:
    assert calendar_from_cldr.TARGET.read_text(encoding="utf-8") == calendar_from_cldr.calendar()


def test_no_name_means_two_months() -> None:
    seen: dict[str, set[int]] = {}
    for calendar in calendars().values():
        for number, names in enumerate(calendar.months, 1):
            for name in names:
                seen.setdefault(name, set()).add(number)
    for language in languages().values():
        for number, names in language.months.items():
            for name in names:
                seen.setdefault(name, set()).add(number)
    assert {name: numbers for name, numbers in seen.items() if len(numbers) > 1} == {}


def test_months_and_weekdays_are_numbered_in_their_order() -> None:
    assert (month_numbers()["januar"], month_numbers()["jänner"], month_numbers()["декабря"]) == (1, 1, 12)
    assert calendars()["de"].weekdays[0] == ("montag",)
    assert "sonnabend" in weekday_names()
    assert all(set(language.months) <= set(range(1, 13)) for language in languages().values())
    assert all(set(language.weekdays) <= set(range(1, 8)) for language in languages().values())


@pytest.mark.parametrize("language", sorted(languages()))
def test_phrases_are_in_lower_case_and_patterns_of_them_compile(language: str) -> None:
    if language != ANY:
        Locale.parse(calendar_from_cldr.LOCALES.get(language, language))
    words = languages()[language]
    lists = [
        getattr(table, name)
        for table in (words.dates, words.page, words.press)
        for name in table.__struct_fields__
    ]
    every = [phrase for phrases in lists for phrase in phrases]
    every += [name for names in (*words.months.values(), *words.weekdays.values()) for name in names]
    assert every
    for phrase in every:
        assert phrase == phrase.lower() or "i̇" in phrase.lower()
        assert phrase.strip()
        re.compile(pattern_of(phrase), re.IGNORECASE)


@pytest.mark.parametrize(
    ("phrase", "fits", "fails"),
    [
        ("sunday", ["sunday"], ["sundays", "sun"]),
        ("publié[e][ le]", ["publié", "publiée", "publié le"], ["publiés", "publié la"]),
        ("lire (aussi|plus)", ["lire aussi", "lire plus"], ["lire", "lire aussi plus"]),
        ("# comment[s]", ["1 comment", "23 comments"], ["comments", "a comment"]),
        ("comments[ (#)]", ["comments", "comments 3", "comments (3)"], ["comments (x)"]),
        ("related…", ["related", "related: more of it"], ["unrelated"]),
        ("…+ news", ["city news"], [" news", "news"]),
        ("auf …1-4… teilen", ["auf x teilen", "auf xing teilen"], ["auf teilen", "auf facebook teilen"]),
        ("[{words} ]reporter", ["reporter", "our own city desk reporter"], ["a, b reporter"]),
        ("c.k. (a+b)", ["c.k. a+b"], ["ckk a+b", "c.k. aab"]),
    ],
)
def test_the_signs_of_phrases(phrase: str, fits: list[str], fails: list[str]) -> None:
    pattern = re.compile(pattern_of(phrase))
    assert [text for text in fits if not pattern.fullmatch(text)] == []
    assert [text for text in fails if pattern.fullmatch(text)] == []


def test_a_longer_phrase_goes_before_its_beginning() -> None:
    found = re.match(any_of(["published", "published on", "publish"]), "published on monday")
    assert found
    assert found[0] == "published on"


def test_a_list_holds_the_phrases_of_all_languages() -> None:
    published = phrases("dates", "published")
    assert {"veröffentlicht[ am]", "опубликован(о|а)", "first published[ (on|at)]"} <= set(published)
