"""Feeds that others wrote: all are read, and the fast reader reads what feedparser reads."""

import ast
import calendar
import io
import re
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.model import ParsedArticle
from reader.sources.feeds import feedparser_feed, xml_feed
from reader.sources.feeds.articles import make_article
from reader.sources.feeds.dates import parse_date
from reader.sources.feeds.parse import NotAFeed, parse_feed
from reader.sources.feeds.raw_feed import RawFeed
from reader.sources.feeds.titles import plain_line

URL = "http://127.0.0.1:8097/feed.xml"

REFUSED = {
    "illformed/rss_empty_document.xml": "has nothing in it",
    "illformed/rss_incomplete_cdata.xml": "breaks off in its only article",
}
"""feedparser's own feeds that are none to us, with the reason."""

PLAIN = "feedparser keeps the markup of titles; ours are plain text"
SPACE = "white space of a title is folded to single spaces"

EXPECTED_OTHERWISE = {
    r"entities/(160|emsp|ensp|nbsp|thinsp)\.xml": SPACE,
    r"wellformed/atom/feed_title_(escaped|naked)_markup\.xml": PLAIN,
    r"wellformed/atom10/(entry|feed)_title_(escaped|inline)_markup(_2)?\.xml": PLAIN,
    r"wellformed/base/http_(entry|feed)_title_.*\.xml": PLAIN,
    r"wellformed/sanitize/(entry|feed)_title_.*\.xml": PLAIN,
}
"""Where our title is not what the file expects of feedparser's, with the reason."""

DIFFERENCES: dict[tuple[str, str], str] = {}
"""Where the fast reader and feedparser differ: (file, field) and the reason. None is known."""


def feedparser_files(corpus: Path) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    for path in sorted((corpus / "feedparser").rglob("*.xml")):
        body = path.read_bytes()
        found = re.finditer(rb"^Header:\s*([\w-]+):(.*)$", body[:3000], re.MULTILINE)
        headers = {match[1].decode().lower(): match[2].decode().strip() for match in found}
        yield path.relative_to(corpus / "feedparser").as_posix(), body, headers


def real_feeds(corpus: Path) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    for path in sorted((corpus / "feeds").iterdir()):
        if path.suffix != ".json":
            yield path.name, path.read_bytes(), {}


def test_every_feed_is_read_or_refused_in_words(corpus: Path) -> None:
    refused = {}
    for name, body, headers in feedparser_files(corpus):
        began = time.process_time()
        try:
            feed = parse_feed(body, headers, URL)
        except NotAFeed as reason:
            refused[name] = str(reason)
        else:
            texts = [text for one in feed.articles for text in (one.title, one.author or "", one.text)]
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", "".join(texts))
        assert time.process_time() - began < 2, name
    assert refused.keys() == REFUSED.keys()
    assert set(refused.values()) <= {
        "it is not a feed",
        "it is empty",
        "it breaks off before its first article is whole",
    }


def simple_expectation(body: bytes) -> tuple[str, str, str] | None:
    """(`feed` or `entries[0]`, `title` or `link`, the value) where the file's `Expect:` is just that."""
    line = re.search(rb"^Expect:\s*(.*?)\s*$", body[:3000], re.MULTILINE)
    pattern = r"(?:not bozo and |bozo and )?(feed|entries\[0\])\['(title|link)'\] == u?(['\"].*['\"])"
    found = re.fullmatch(pattern, line[1].decode("latin-1")) if line else None
    try:
        return (found[1], found[2], str(ast.literal_eval(found[3]))) if found else None
    except (SyntaxError, ValueError):
        return None


def test_titles_and_links_are_what_the_files_expect(corpus: Path) -> None:
    agreed, otherwise = 0, []
    for name, body, headers in feedparser_files(corpus):
        expected = simple_expectation(body)
        if expected is None or name in REFUSED:
            continue
        place, field, value = expected
        feed = parse_feed(body, headers, URL)
        if place == "feed":
            ours = feed.title if field == "title" else feed.site
        else:
            ours = getattr(feed.articles[0], field)
        if ours == value:
            agreed += 1
        else:
            otherwise.append(name)
    assert [
        name for name in otherwise if not any(re.fullmatch(one, name) for one in EXPECTED_OTHERWISE)
    ] == []
    assert agreed > 280
    assert len(otherwise) < 30


def said(article: ParsedArticle) -> dict[str, object]:
    """What must not depend on which reader read it."""
    return {
        "key": article.key,
        "title": article.title,
        "link": article.link,
        "author": article.author,
        "published": article.published and (article.published.at, article.published.raw),
        "updated": article.updated and (article.updated.at, article.updated.raw),
        "enclosures": article.enclosures,
        "text": article.text,
        "words": article.words,
        "complete": article.complete,
    }


def differing_fields(fast: RawFeed, slow: RawFeed) -> set[str]:
    fields = set()
    if len(fast.articles) != len(slow.articles):
        fields.add("count")
    if plain_line(fast.title) != plain_line(slow.title):
        fields.add("feed title")
    if (fast.site or None) != (slow.site or None):
        fields.add("site")
    if fast.hints != slow.hints:
        fields.add("hints")
    for one, other in zip(fast.articles, slow.articles, strict=False):
        first, second = said(make_article(one, URL)), said(make_article(other, URL))
        fields |= {name for name in first if first[name] != second[name]}
    return fields


def test_the_fast_reader_agrees_with_feedparser(corpus: Path) -> None:
    compared, different = 0, {}
    for name, body, headers in (*real_feeds(corpus), *feedparser_files(corpus)):
        fast = xml_feed.read(body, headers)
        if fast is None or name in REFUSED:
            continue
        compared += 1
        for field in differing_fields(fast, feedparser_feed.read(body, headers, 5_000)):
            different[name, field] = DIFFERENCES.get((name, field))
    assert different == DIFFERENCES
    assert compared > 600


def test_real_feeds_take_the_fast_way(corpus: Path) -> None:
    assert [name for name, body, headers in real_feeds(corpus) if xml_feed.read(body, headers) is None] == []


def test_no_article_of_a_real_feed_is_lost(corpus: Path) -> None:
    import feedparser

    for name, body, headers in real_feeds(corpus):
        entries = feedparser.parse(io.BytesIO(body))["entries"]
        assert len(parse_feed(body, headers, URL).articles) == len(entries), name


def test_real_json_feeds(corpus: Path) -> None:
    bodies = {path.name: path.read_bytes() for path in (corpus / "feeds").glob("*.json")}
    counts = {name: len(parse_feed(body, {}, URL).articles) for name, body in bodies.items()}
    assert counts == {
        "DaringFireball.json": 48,
        "authors.json": 4,
        "pxlnv.json": 20,
        "ScriptingNews.json": 50,
    }


def test_dates_are_what_feedparser_makes_of_them(corpus: Path) -> None:
    """But `2020/1/10 14:33:00`, of which feedparser makes the first of this month."""
    import feedparser

    dates = 0
    for name, body, _ in (*real_feeds(corpus), *feedparser_files(corpus)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                entries = feedparser.parse(io.BytesIO(body))["entries"]
            except Exception:  # noqa: BLE001  a foreign parser
                continue
        for entry in entries:
            for field in ("published", "updated", "created"):
                raw, parsed = dict.get(entry, field), dict.get(entry, f"{field}_parsed")
                if raw and not re.match(r"\d{4}/\d{1,2}/", raw):
                    date = parse_date(raw, field)
                    assert (date and date.at) == (calendar.timegm(parsed) if parsed else None), (name, raw)
                    dates += 1
    assert dates > 400


@pytest.mark.parametrize("damage", [b"<br>", b"&nbsp;", b"&", b"\x0b"])
def test_damage_changes_no_id(corpus: Path, damage: bytes) -> None:
    """A feed that is ill-formed for a day must not bring all its articles anew."""
    for name, body, headers in real_feeds(corpus):
        whole = parse_feed(body, headers, URL)
        end = max(body.rfind(b"</channel>"), body.rfind(b"</feed>"))
        damaged = parse_feed(body[:end] + damage + body[end:], headers, URL)
        assert [(one.key, one.link, one.title) for one in damaged.articles] == [
            (one.key, one.link, one.title) for one in whole.articles
        ], name
