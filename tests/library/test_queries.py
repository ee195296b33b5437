"""The query language, as a table of what is typed and what it means."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Date, Feed, ParsedArticle, Query, Term
from reader.queries import in_renamed_folder, parse_query, read_date, read_moment
from reader.store.articles.saving import save_article
from reader.store.database.connection import open_store
from reader.store.lists import headlines

NOW = 1_795_000_000  # 2026-11-18
FEEDS = [
    Feed(id=1, url="https://bbc.example/world", title="BBC World"),
    Feed(id=2, url="https://bbc.example/tech", title="BBC Tech"),
    Feed(id=3, url="https://harbour.example/rss", title="Harbour Gazette"),
]
DAY = 86_400


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Query()),
        ("harbour ferry", Query(terms=(Term("harbour"), Term("ferry")))),
        ('"harbour ferry"', Query(terms=(Term("harbour ferry", phrase=True),))),
        ('"unfinished phrase', Query(terms=(Term("unfinished phrase", phrase=True),))),
        ("-ferry", Query(terms=(Term("ferry", negated=True),))),
        ("title:ferry", Query(terms=(Term("ferry", field="title"),))),
        ('-author:"Jo Doe"', Query(terms=(Term("Jo Doe", field="author", phrase=True, negated=True),))),
        ("site:gazette", Query(terms=(Term("gazette", field="site"),))),
        ("is:unread", Query(read=False)),
        ("-is:unread IS:starred", Query(read=True, starred=True)),
        ("is:saved", Query(saved=True)),
        ("is:unread -is:read", Query(read=False)),
        ("is:read is:unread", Query(read=True, nothing=True)),
        ("is:starred -is:starred", Query(starred=True, nothing=True)),
        ("is:saved -is:saved", Query(saved=True, nothing=True)),
        ("is:nonsense", Query(terms=(Term("is:nonsense"),))),
        ("tag:later -tag:done", Query(tags=("later",), not_tags=("done",))),
        ("folder:World/Asia", Query(folder="World/Asia")),
        ("feed:bbc", Query(feeds=(1, 2))),
        ("feed:bbc feed:tech", Query(feeds=(2,))),
        ('feed:"harbour gazette"', Query(feeds=(3,))),
        ("feed:3", Query(feeds=(3,))),
        ("feed:none", Query(feeds=())),
        ("-feed:bbc", Query(not_feeds=(1, 2))),
        ("after:1d", Query(after=NOW - DAY)),
        ("after:2w before:1w", Query(after=NOW - 14 * DAY, before=NOW - 7 * DAY)),
        ("after:2024-05-24", Query(after=1_716_508_800)),
        ("before:2024", Query(before=1_704_067_200)),
        ("after:soon", Query(terms=(Term("after:soon"),))),
        ("http://example.org/x", Query(terms=(Term("http://example.org/x"),))),
        ("C++ o'reilly", Query(terms=(Term("C++"), Term("o'reilly")))),
    ],
)
def test_what_is_typed_is_understood(text: str, meant: Query) -> None:
    assert parse_query(text, feeds=FEEDS, now=NOW) == meant


@given(st.text())
def test_nothing_typed_is_an_error(text: str) -> None:
    assert isinstance(parse_query(text, feeds=FEEDS, now=NOW), Query)


@pytest.mark.parametrize("value", ["", "2024-13-01", "0000", "d", "12", "2024-02-30"])
def test_what_is_no_moment_is_none(value: str) -> None:
    assert read_moment(value, NOW) is None


def test_today_begins_at_midnight() -> None:
    assert read_moment("today", NOW) == NOW - NOW % DAY
    assert read_moment("yesterday", NOW) == NOW - NOW % DAY - DAY


def test_a_typed_date_keeps_its_precision_and_zone() -> None:
    day, minute = read_date("2024-05-24"), read_date("2024-05-24T13:25+06:00")
    assert day is not None
    assert minute is not None
    assert (day.iso(), day.precision) == ("2024-05-24", "day")
    assert minute.iso() == "2024-05-24T07:25:00Z"
    assert read_date("24 May") is None


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"])
def test_a_date_without_a_time_is_of_its_day_in_every_zone(
    zone: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    db = open_store(tmp_path / "library.db")
    for day in (3, 4, 5):
        at = int(datetime(2026, 11, day, tzinfo=UTC).timestamp())
        save_article(db, ParsedArticle(key=f"d{day}", title=f"day {day}", published=Date(at, "day")), now=NOW)
        for hour in (0, 23):
            at = int(datetime(2026, 11, day, hour, 30).astimezone().timestamp())
            title = f"time {day} {hour}"
            save_article(db, ParsedArticle(key=title, title=title, published=Date(at)), now=NOW)

    def found(text: str) -> set[str]:
        listed = [id for id, _ in headlines.ids(db, parse_query(text, feeds=(), now=NOW))]
        return {headline.title for headline in headlines.headlines(db, listed)}

    def of(*days: int) -> set[str]:
        return {title for day in days for title in (f"day {day}", f"time {day} 0", f"time {day} 23")}

    assert found("after:2026-11-04") == of(4, 5)
    assert found("before:2026-11-04") == of(3)
    assert found("after:2026-11-04 before:2026-11-05") == of(4)
    assert found("after:2026-11-05 after:2026-11-03") == of(5)
    db.close()


@pytest.mark.parametrize(
    ("query", "renamed"),
    [
        ("folder:World is:unread", 'folder:"The Sea" is:unread'),
        ('tide FOLDER:"World/Asia"', 'tide folder:"The Sea/Asia"'),
        ("folder:Worldly title:World", "folder:Worldly title:World"),
        ('"folder:World" -folder:World World', '"folder:World" -folder:World World'),
    ],
)
def test_a_query_follows_a_folder_that_is_renamed(query: str, renamed: str) -> None:
    assert in_renamed_folder(query, folder="World", name="The Sea") == renamed
