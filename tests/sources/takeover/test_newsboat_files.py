"""newsboat's list of subscriptions, its queries, and its database, also hostile ones."""

from pathlib import Path

import apsw
import pytest

from reader.sources.takeover.newsboat_cache import NotNewsboat, read_cache
from reader.sources.takeover.newsboat_queries import Untranslatable, translated
from reader.sources.takeover.newsboat_urls import (
    ListedFeed,
    ListedQuery,
    is_newsboat_list,
    read_newsboat_list,
)
from tests.newsboat import make_cache

URLS = rb"""
# harbour news
https://harbour.example/feed north sea "~The \"Harbour\"" "two words"
https://hidden.example/feed "!" quiet
  https://harbour.example/feed again
"query:Unread ones:unread = \"yes\" and tags # \"north\""
exec:/usr/bin/make-feed.sh tools
"filter:cut -c1-80:https://filtered.example/feed" tools
feed://old.example/rss
file:///etc/passwd
javascript:alert(1)
"""


def test_newsboats_list() -> None:
    listed = read_newsboat_list(URLS)
    assert listed.feeds == (
        ListedFeed("https://harbour.example/feed", 'The "Harbour"', ("north", "sea", "two words"), False),
        ListedFeed("https://hidden.example/feed", None, ("quiet",), True),
        ListedFeed("http://old.example/rss", None, (), False),
    )
    assert listed.queries == (ListedQuery("Unread ones", 'unread = "yes" and tags # "north"'),)
    assert [words.split()[0] for words in listed.left_out] == [
        "exec:/usr/bin/make-feed.sh", "filter:cut", "file:///etc/passwd", "javascript:alert(1)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name", "is_one"),
    [
        (URLS, "urls", True),
        (b"https://a.example/feed\n", "urls", True),
        (b"https://a.example/feed tag\n", "feeds.txt", True),
        (b"https://a.example/feed\nhttps://b.example/feed\n", "links.txt", False),
        (b"See https://a.example/feed for it.\n", "letter.txt", False),
        (b"", "urls", False),
        (b"root:x:0:0:root:/root:/bin/sh\n", "urls", False),
    ],
)
def test_what_is_newsboats_list(data: bytes, name: str, is_one: bool) -> None:
    assert is_newsboat_list(data, name) is is_one


def test_a_hostile_list_is_read_in_a_moment_and_says_nothing_unsafe() -> None:
    wide = b'https://a.example/f "~' + b"A\x1b[31m\x07" * 2_000 + b'"\n'
    long = b"https://b.example/f " + b"x" * 3_000_000 + b"\n"
    open_quote = b'https://c.example/f "~no end\n' * 20_000
    listed = read_newsboat_list(wide + long + open_quote)
    assert [feed.url for feed in listed.feeds] == ["https://a.example/f", "https://c.example/f"]
    assert all((feed.title or "").isprintable() and len(feed.title or "") <= 200 for feed in listed.feeds)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes" and age < 7', "is:read after:7d"),
        ('tags # "old radios"', 'folder:"old radios"'),
        ('(title =~ "ferry")', "title:ferry"),
        ('author !~ "Jo Doe"', '-author:"Jo Doe"'),
        ('content =~ "two words"', '"two words"'),
        ('flags =~ "."', "is:starred"),
        ('flags # "a"', "tag:flag:a"),
        ("age between 0:10", "after:10d"),
        ("age between 3:10", "after:10d before:3d"),
        ('feedtitle =~ "Harbour"', "feed:Harbour"),
    ],
)
def test_expressions_in_our_words(expression: str, words: str) -> None:
    assert translated(expression) == words


@pytest.mark.parametrize(
    "expression",
    ['unread = "yes" or age < 7', 'title =~ "a.*b"', 'title =~ "', "", "and", 'tags !# "x"', "title", "(((",
     'unread = "yes" and', 'title =~ ""', 'flags # "a b"', 'age < 99999999'],
)  # fmt: skip
def test_what_cannot_be_said_is_refused(expression: str) -> None:
    with pytest.raises(Untranslatable):
        translated(expression)


def test_a_cache_is_read_and_nothing_written_beside_it(tmp_path: Path) -> None:
    cache = tmp_path / "a ?#%.db"
    make_cache(cache, [("https://harbour.example/feed", "Harbour", [(1, 1, None, 0), (2, 0, "ab2a", 1)])])
    before = cache.read_bytes()
    page = read_cache(str(cache), 0)
    assert [(feed.url, feed.title) for feed in page.feeds] == [("https://harbour.example/feed", "Harbour")]
    first, second = page.articles
    assert (first.parsed.title, first.parsed.key, first.parsed.read) == (
        "Matter 1 is settled",
        "matter-1",
        False,
    )
    assert first.parsed.text == "The harbour office told us about matter 1, and everybody listened."
    assert (second.flags, second.deleted, second.parsed.read) == ("ab", True, True)
    assert read_cache(str(cache), page.last or 0).articles == ()
    assert [entry.name for entry in tmp_path.iterdir()] == [cache.name]
    assert cache.read_bytes() == before


def test_a_cache_of_another_version_lacks_columns(tmp_path: Path) -> None:
    cache = tmp_path / "cache.db"
    db = apsw.Connection(str(cache))
    db.execute("CREATE TABLE rss_feed (rssurl TEXT); INSERT INTO rss_feed VALUES ('https://a.example/f')")
    db.execute("CREATE TABLE rss_item (guid, title, url, feedurl, unread)")
    db.execute("INSERT INTO rss_item VALUES (NULL, 'One', 'https://a.example/1', 'https://a.example/f', 0)")
    db.execute("INSERT INTO rss_item VALUES (X'00ff', 7, 8, 9, 'x')")
    db.close()
    page = read_cache(str(cache), 0)
    assert [article.parsed.title for article in page.articles] == ["One", "7"]
    assert page.articles[0].parsed.published is None


def hostile(path: Path, *statements: str) -> str:
    db = apsw.Connection(str(path))
    for statement in statements:
        db.execute(statement)
    db.close()
    return str(path)


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE something (x)",),
        (
            "CREATE TABLE rss_feed (rssurl)",
            "CREATE VIEW rss_item AS SELECT x AS guid, x AS title, x AS url, x AS feedurl, x AS unread "
            f"FROM ({ENDLESS})",
        ),
        (
            "CREATE TABLE rss_feed (rssurl)",
            "CREATE VIRTUAL TABLE rss_item USING fts5(guid, title, url, feedurl, unread)",
        ),
        (
            "CREATE TABLE rss_feed (rssurl)",
            "CREATE TABLE rss_item (guid PRIMARY KEY, title, url, feedurl, unread) WITHOUT ROWID",
        ),
    ],
    ids=["another", "view", "virtual", "without rowid"],
)  # fmt: skip
def test_a_database_that_is_none_of_newsboats_is_refused(tmp_path: Path, statements: tuple[str, ...]) -> None:
    path = hostile(tmp_path / "cache.db", *statements)
    with pytest.raises(NotNewsboat, match="database"):
        read_cache(path, 0)


def test_a_truncated_or_scribbled_database_is_refused_or_read_as_far_as_it_goes(tmp_path: Path) -> None:
    cache = tmp_path / "cache.db"
    make_cache(cache, [("https://a.example/f", "A", [(n, 1, None, 0) for n in range(1, 60)])])
    whole = cache.read_bytes()
    damaged = [whole[:size] for size in (100, 1_000, 4_096, 5_000, len(whole) // 2, len(whole) - 1)]
    damaged += [whole[:at] + b"\xff" * 64 + whole[at + 64 :] for at in range(0, len(whole), 401)]
    refused = []
    for data in damaged:
        cache.write_bytes(data)
        try:
            assert len(read_cache(str(cache), 0).articles) <= 59
        except NotNewsboat as error:
            refused.append(str(error))
    assert refused
    assert all(map(str.isprintable, refused))
