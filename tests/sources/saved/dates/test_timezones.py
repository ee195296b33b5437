"""Whose clock a date shows: each rule by itself, and their order."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reader.model import Date
from reader.sources.saved.dates.find import Moment
from reader.sources.saved.dates.resolve import Setting, resolved, writes_month_first
from reader.sources.saved.dates.timezones import Clues, zone_of, zone_of_city, zone_of_domain, zone_of_name
from reader.sources.saved.vocabulary.places import cities, places

ALL = Clues(city="Asia/Dhaka", site="Asia/Tokyo", country="Europe/Paris", language="Europe/Rome")


@pytest.mark.parametrize(
    ("written", "clues", "name", "rule"),
    [
        ("+05:45", ALL, "+05:45", "offset beside the time"),
        ("GMT-3", ALL, "-03:00", "offset beside the time"),
        ("Z", ALL, "UTC", "zone beside the time"),
        ("JST", ALL, "Asia/Tokyo", "abbreviation beside the time"),
        ("BST", ALL, "Asia/Dhaka", "abbreviation beside the time"),
        ("BST", Clues(), "Europe/London", "abbreviation beside the time"),
        ("IST", Clues(country="Europe/Dublin"), "Europe/Dublin", "abbreviation beside the time"),
        ("Europe/Berlin", ALL, "Europe/Berlin", "zone beside the time"),
        ("America/Argentina/Ushuaia", ALL, "America/Argentina/Ushuaia", "zone beside the time"),
        ("America/Argentina", ALL, "Asia/Dhaka", "city in the header"),
        ("Europe/Nowhere", Clues(site="Asia/Tokyo"), "Asia/Tokyo", "city in the source's name"),
        ("Nairobi time", ALL, "Africa/Nairobi", "city beside the time"),
        ("", ALL, "Asia/Dhaka", "city in the header"),
        ("", Clues(site="Asia/Tokyo", country="Europe/Paris"), "Asia/Tokyo", "city in the source's name"),
        ("", Clues(country="Europe/Paris", language="Europe/Rome"), "Europe/Paris", "country of the address"),
        ("", Clues(language="Europe/Rome"), "Europe/Rome", "language of the text"),
    ],
)
def test_the_order_of_the_rules(written: str, clues: Clues, name: str, rule: str) -> None:
    zone = zone_of(written, clues)
    assert (zone.name, zone.rule) == (name, rule)


def test_without_a_clue_it_is_this_computer_s_zone() -> None:
    date = resolved(Moment(year=2024, month=5, day=24, hour=13, minute=25), Setting(Clues()), "rule", "raw")
    assert date
    assert date.at == int(datetime(2024, 5, 24, 13, 25).astimezone().timestamp())
    assert date.rule == "rule; zone: this computer's zone"


def test_every_zone_of_the_tables_exists() -> None:
    for zone in {*cities().values(), *places().countries.values(), *places().languages.values()}:
        ZoneInfo(zone)


def test_a_city_must_be_a_whole_part_of_the_line() -> None:
    assert zone_of_city("Dhaka, Saturday") == "Asia/Dhaka"
    assert zone_of_city("Saturday, 15 June 2024 | New York") == "America/New_York"
    assert zone_of_city("ঢাকা, শনিবার") == "Asia/Dhaka"
    assert zone_of_city("Paris fashion returns to London") is None


def test_countries_and_names() -> None:
    assert zone_of_domain("www.news.example.com.bd") == "Asia/Dhaka"
    assert zone_of_domain("www.news.co.uk") == "Europe/London"
    assert zone_of_domain("news.example.com") is None
    assert zone_of_domain("startup.io") is None
    assert zone_of_name("The Kathmandu Ledger") == "Asia/Kathmandu"
    assert zone_of_name("Morning Ledger") is None


@pytest.mark.parametrize(
    ("texts", "zone", "month_first"),
    [
        (["08/09/2024"], None, False),
        (["08/09/2024", "08/13/2024"], None, True),
        (["08/09/2024", "13/08/2024"], "America/New_York", False),
        (["08/09/2024"], "America/Chicago", True),
    ],
)
def test_day_or_month_first(texts: list[str], zone: str | None, month_first: bool) -> None:
    assert writes_month_first([], texts, zone) is month_first


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert resolved(Moment(year=2024, month=2, day=31), Setting(Clues()), "rule", "raw") is None


def test_a_date_without_a_year_is_never_in_the_future() -> None:
    looked = Date(int(datetime.fromisoformat("2025-01-03T00:00:00Z").timestamp()), "day")
    date = resolved(Moment(month=12, day=30), Setting(Clues(), looked=looked), "rule", "raw")
    assert date
    assert date.iso() == "2024-12-30"


def test_how_long_ago_needs_the_moment_of_looking() -> None:
    moment = Moment(ago=(3, "hour"))
    assert resolved(moment, Setting(Clues()), "rule", "raw") is None
    looked = Date(int(datetime.fromisoformat("2025-01-03T09:30:00Z").timestamp()), "minute", "UTC")
    date = resolved(moment, Setting(Clues(), looked=looked), "rule", "raw")
    assert date
    assert (date.iso(), date.precision) == ("2025-01-03T06:30:00Z", "hour")
