"""The samples that ship with the program: whole, consistent, and pointing nowhere real."""

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import struct_time
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from reader.library import demo
from reader.model import DAY
from reader.sources.feeds.parse import parse_feed

DEMO = Path(__file__).parents[2] / "reader" / "demo"
COUNTS = {
    "harbour-gazette.xml": 11,
    "hedge-and-tideline.json": 9,
    "lantern-wire.xml": 15,
    "patient-telescope.xml": 8,
    "semicolon-weather.xml": 8,
    "slow-spoon.xml": 8,
}
SAVED = {"Repairing a paper map.md", "glasshouse.txt", "night-train.txt", "tide-mill.html"}

NAMES = {"jsonfeed.org", "purl.org", "schema.org", "www.w3.org"}
"""Hosts in addresses that are names of formats, which nobody follows."""


def files() -> list[Path]:
    return sorted(
        path
        for path in DEMO.rglob("*")
        if path.is_file() and path.suffix in {".xml", ".json", ".opml", ".txt", ".html", ".md"}
    )


def is_example(host: str) -> bool:
    return re.fullmatch(r"(?:[a-z0-9-]+\.)*example\.(?:org|com|net)", host) is not None


def test_the_feed_files_are_those_of_the_subscriptions() -> None:
    outlines = ElementTree.parse(DEMO / "subscriptions.opml").iter("outline")
    named = [
        Path(urlsplit(outline.attrib["xmlUrl"]).path).name
        for outline in outlines
        if "xmlUrl" in outline.attrib
    ]
    assert sorted(named) == sorted(path.name for path in (DEMO / "feeds").iterdir()) == sorted(COUNTS)


def test_the_saved_files_are_there() -> None:
    assert {path.name for path in (DEMO / "saved").iterdir()} == SAVED


@pytest.mark.parametrize("name", [name for name in COUNTS if name.endswith(".xml")])
def test_an_xml_feed_parses(name: str) -> None:
    parsed = feedparser.parse((DEMO / "feeds" / name).read_bytes())
    assert not parsed.bozo
    assert len({entry.id if "id" in entry else entry.link for entry in parsed.entries}) == COUNTS[name]
    assert len(parsed.entries) == COUNTS[name]
    for entry in parsed.entries:
        date = entry.get("published_parsed") or entry.get("updated_parsed")
        assert isinstance(date, struct_time)
        assert in_season(datetime(*date[:6], tzinfo=UTC))


def test_the_json_feed_parses() -> None:
    feed = json.loads((DEMO / "feeds" / "hedge-and-tideline.json").read_text(encoding="utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (
        len({item["id"] for item in feed["items"]}) == len(feed["items"]) == COUNTS["hedge-and-tideline.json"]
    )
    assert all(in_season(datetime.fromisoformat(item["date_published"])) for item in feed["items"])
    assert sum("title" not in item for item in feed["items"]) == 1


def test_weekdays_agree_with_their_dates() -> None:
    for path in (DEMO / "feeds").glob("*.xml"):
        for written in re.findall(r"<(?:pubDate|lastBuildDate)>([^<]+)<", path.read_text(encoding="utf-8")):
            assert datetime.strptime(written, "%a, %d %b %Y %H:%M:%S %z").strftime("%a") == written[:3]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_no_address_leaves_the_example_hosts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    hosts = {host.lower() for host in re.findall(r"https?://([^/\s\"'<>)\\:]+)", text)}
    hosts |= {host.lower() for host in re.findall(r"[\w.]+@([\w-]+(?:\.[\w-]+)+)", text)}
    assert {host for host in hosts if not is_example(host)} <= NAMES


def test_the_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in files()) < 200_000


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def set_zone(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


def in_season(moment: datetime) -> bool:
    return datetime(2026, 10, 20, tzinfo=UTC) <= moment < datetime(2026, 11, 21, tzinfo=UTC)


def published(name: str, now: int) -> list[int]:
    body = demo.moved((DEMO / "feeds" / name).read_bytes(), demo.seconds_to(now))
    parsed = parse_feed(body, {}, "https://x.example/")
    return [article.published.at for article in parsed.articles if article.published]


@pytest.mark.parametrize(
    ("now", "whole_days"),
    [
        ("2019-03-01T00:00", False),
        ("2026-11-20T18:40", True),
        ("2026-11-21T00:02", False),
        ("2026-11-21T18:39", False),
        ("2031-02-28T23:12", True),
    ],
)
def test_the_samples_are_as_old_to_each_other_as_they_were_and_the_newest_is_from_today(
    now: str, whole_days: bool, in_zone: Callable[[str], None]
) -> None:
    at = int(datetime.fromisoformat(f"{now}+00:00").timestamp())
    in_zone("UTC")
    moved = {name: published(name, at) for name in COUNTS}
    newest = max(map(max, moved.values()))
    assert at // DAY * DAY <= newest <= at
    assert ((newest - demo.NEWEST) % DAY == 0) is whole_days
    by = newest - demo.NEWEST
    for name, count in COUNTS.items():
        assert moved[name] == [moment + by for moment in published(name, demo.NEWEST)]
        assert len(moved[name]) == count


def test_today_is_of_the_place_where_the_reader_is(in_zone: Callable[[str], None]) -> None:
    in_zone("Asia/Kathmandu")  # midnight is at 18:15 UTC
    midnight = datetime(2027, 1, 2, 18, 15, tzinfo=UTC).timestamp()
    assert max(published("harbour-gazette.xml", int(midnight))) <= midnight
    assert max(max(published(name, int(midnight) + 60)) for name in COUNTS) == midnight
