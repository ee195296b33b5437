"""JSON Feed, as its versions define it and as it is found."""

import json

import pytest

from reader.model import Enclosure, ParsedFeed
from reader.sources.feeds.parse import NotAFeed, parse_feed

FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Notes",
    "home_page_url": "https://json.example/",
    "authors": [{"name": "Ines Roth"}],
}


def read(*items: object, **feed: object) -> ParsedFeed:
    body = json.dumps({**FEED, "items": items, **feed}).encode()
    return parse_feed(body, {"content-type": "application/feed+json"}, "https://json.example/feed.json")


def test_an_article() -> None:
    feed = read(
        {
            "id": 7,
            "url": "/seven",
            "title": "Vec<String> & co",
            "content_html": "<p>Read <a href='/eight'>on</a>.</p>",
            "content_text": "Read on.",
            "summary": "Read.",
            "date_published": "2024-05-24T09:25:00+02:00",
            "date_modified": "2024-05-25T09:25:00+02:00",
            "authors": [{"name": "Ana"}, {"name": "Bo"}],
            "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12}],
        }
    )
    (article,) = feed.articles
    assert (feed.title, feed.site) == ("Notes", "https://json.example/")
    assert (article.key, article.link, article.title) == (
        "7",
        "https://json.example/seven",
        "Vec<String> & co",
    )
    assert (article.text, article.complete, article.author) == ("Read on.", "full", "Ana, Bo")
    assert article.published is not None
    assert article.updated is not None
    assert (article.published.iso(), article.published.rule) == ("2024-05-24T07:25:00Z", "date_published")
    assert article.enclosures == (Enclosure("https://json.example/a.mp3", "audio/mpeg", 12),)


def test_authors_of_version_1_and_of_the_feed() -> None:
    one, two = read({"id": "1", "author": {"name": "Ana"}}, {"id": "2"}).articles
    assert (one.author, two.author) == ("Ana", "Ines Roth")


@pytest.mark.parametrize(
    ("identity", "key"), [(1, "1"), (1.0, "1"), (10**20, str(10**20)), ("", None), (True, None), ([], None)]
)
def test_ids_are_strings(identity: object, key: str | None) -> None:
    (article,) = read({"id": identity, "title": "T"}).articles
    assert article.key == key


def test_a_summary_alone_is_a_summary() -> None:
    (article,) = read({"id": "1", "title": "T", "summary": "Few words."}).articles
    assert (article.text, article.complete) == ("Few words.", "summary")


def test_broken_items_are_left_out() -> None:
    feed = read(
        None,
        3,
        {},
        {"id": "1", "title": 5, "url": [], "authors": "x", "attachments": {}, "date_published": 7},
    )
    (article,) = feed.articles
    assert (article.key, article.title, article.link, article.published) == ("1", "", None, None)
    assert feed.notices == ("3 of its articles could not be read.",)


@pytest.mark.parametrize(
    "version", ["https://jsonfeed.org/version/1", "http://www.jsonfeed.org/version/1.1", None]
)
def test_versions(version: object) -> None:
    assert read({"id": "1", "content_text": "x"}, version=version).articles


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2"},
        {"version": 1},
        {"items": {}},
        {"items": None},
        {"version": None, "items": [{"a": 1}]},
    ],
)
def test_other_json_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(NotAFeed, match="not a JSON Feed"):
        read(**change)


def test_control_characters_and_halves_of_characters_do_not_come_through() -> None:
    body = json.dumps(
        {**FEED, "items": [{"id": "1", "title": "a\x1b\ud800b", "content_text": "c\x9d\udfffd"}]}
    ).encode()
    (article,) = parse_feed(body, {}, "https://json.example/").articles
    article.title.encode()
    article.text.encode()
    assert "\x1b" not in article.title
    assert "\x9d" not in article.text


def test_a_marked_encoding_is_fine() -> None:
    body = json.dumps({**FEED, "items": [{"id": "1", "title": "é"}]}, ensure_ascii=False)
    assert parse_feed(body.encode("utf-8-sig"), {}, "https://json.example/").articles[0].title == "é"


def test_wide_characters_are_fine() -> None:
    body = json.dumps({**FEED, "items": [{"id": "1", "title": "é"}]}, ensure_ascii=False)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert parse_feed(body.encode(encoding), {}, "https://json.example/").articles[0].title == "é"


def test_raw_control_characters_are_forgiven() -> None:
    body = json.dumps({**FEED, "items": [{"id": "1", "title": "a?b"}]}).encode().replace(b"?", b"\t\x1b")
    assert parse_feed(body, {}, "https://json.example/").articles[0].title == "a b"


def test_depth_is_refused() -> None:
    with pytest.raises(NotAFeed):
        parse_feed(b"[" * 200_000, {}, "https://json.example/")
