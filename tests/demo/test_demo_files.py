"""The samples that ship with the program: whole, consistent, and pointing nowhere real."""

import json
import re
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


def in_season(moment: datetime) -> bool:
    return datetime(2026, 10, 20, tzinfo=UTC) <= moment < datetime(2026, 11, 21, tzinfo=UTC)


def published(name: str, now: int) -> list[int]:
    parsed = parse_feed(demo.brought_to(now, (DEMO / "feeds" / name).read_bytes()), {}, "https://x.example/")
    return [article.published.at for article in parsed.articles if article.published]


@pytest.mark.parametrize(
    "now", ["2019-03-01T00:00", "2026-11-20T18:40", "2026-11-21T18:39", "2031-02-28T12:00"]
)
def test_the_samples_are_as_old_as_they_were_when_they_were_written(now: str) -> None:
    at = int(datetime.fromisoformat(f"{now}+00:00").timestamp())
    moved = {name: published(name, at) for name in COUNTS}
    assert at - DAY < max(map(max, moved.values())) <= at
    days = (at - demo.NEWEST) // DAY
    for name, count in COUNTS.items():
        assert moved[name] == [day + days * DAY for day in published(name, demo.NEWEST)]
        assert len(moved[name]) == count
