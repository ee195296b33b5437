"""Feeds that are there twice."""

from msgspec import structs

from reader.library.feeds.duplicates import duplicate_feeds
from reader.model import Feed, FeedStatus


def feed(id: int, url: str, *, status: FeedStatus = "ok", total: int = 0) -> Feed:
    return Feed(id=id, url=url, title=f"Feed {id}", status=status, total=total)


def pairs(*feeds: Feed) -> list[tuple[int, int]]:
    return [(best.id, other.id) for best, other in duplicate_feeds(feeds)]


def test_addresses_that_mean_the_same() -> None:
    assert pairs(
        feed(1, "http://a.example/feed"),
        feed(2, "https://a.example/feed/"),
        feed(3, "https://www.a.example/feed"),
        feed(4, "https://a.example/feed/comments"),
        feed(5, "https://b.example/feed"),
    ) == [(2, 3), (2, 1)]


def test_the_one_that_answers_stays() -> None:
    assert pairs(
        feed(1, "https://a.example/feed", status="failing", total=9), feed(2, "http://a.example/feed")
    ) == [(2, 1)]


def test_of_equals_the_one_with_more_articles_stays_else_the_older() -> None:
    assert pairs(feed(1, "https://a.example/f"), feed(2, "https://a.example/f/", total=3)) == [(2, 1)]
    assert pairs(feed(1, "https://a.example/f"), feed(2, "https://a.example/f/")) == [(1, 2)]


def test_a_feed_here_and_in_an_account_are_meant_to_be_two() -> None:
    one, home = feed(1, "https://a.example/f"), feed(2, "https://a.example/f")
    assert pairs(one, structs.replace(home, account="home")) == []
    assert pairs(structs.replace(one, account="home"), structs.replace(home, account="home")) == [(1, 2)]
