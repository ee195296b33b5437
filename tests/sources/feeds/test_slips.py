"""What feeds mean where they write it in an unusual place or way, well-formed and damaged."""

import pytest

from reader.model import ParsedFeed
from reader.sources.feeds.parse import parse_feed

DAMAGE = pytest.mark.parametrize("damage", ["", "&nbsp;"], ids=["sound", "damaged"])


def read(channel: str, item: str, damage: str) -> ParsedFeed:
    body = (
        "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom' xmlns:x='https://else.example/words'>"
        f"<channel>{channel}<item>{item}</item><generator>{damage}</generator></channel></rss>"
    )
    return parse_feed(body.encode(), {}, "https://quay.example/feed.xml")


@DAMAGE
@pytest.mark.parametrize(
    "link",
    [
        "<atom:link rel='alternate' href='https://quay.example/'/>",
        "<atom:link rel='alternate' href='https://quay.example/'/><link/>",
        "<atom:link rel='self' href='feed.xml'/><atom:link rel='alternate' type='' href='https://quay.example/'/>",
        "<atom:link rel='alternate' type='text/html; charset=utf-8' href='https://quay.example/'/>",
        "<atom:link rel='ALTERNATE nofollow' href='https://quay.example/'/>",
        "<atom:link rel='http://www.iana.org/assignments/relation/alternate' href='https://quay.example/'/>",
    ],
)
def test_an_alternate_link_is_the_channels_site(link: str, damage: str) -> None:
    assert read(f"<title>T</title>{link}", "<title>A</title>", damage).site == "https://quay.example/"


@DAMAGE
@pytest.mark.parametrize(
    "link",
    [
        "<atom:link rel='self' href='https://quay.example/'/>",
        "<atom:link rel='alternate' type='application/rss+xml' href='https://quay.example/short.xml'/>",
    ],
)
def test_other_links_are_no_site(link: str, damage: str) -> None:
    assert read(f"<title>T</title>{link}", "<title>A</title>", damage).site is None


@DAMAGE
@pytest.mark.parametrize(
    "written",
    [
        "Ana Lind (mailto:ana@quay.dk)",
        "Ana Lind (MAILTO:ana.lind@boats.quay.example)",
        "Ana Lind &lt;mailto:ana@quay.dk&gt;",
        "<![CDATA[Ana Lind <mailto:ana@quay.dk>]]>",
        "mailto:ana@quay.dk (Ana Lind)",
        "Ana Lind mailto:ana@quay.dk",
        "ana@quay.photography (Ana Lind)",
        "Ana Lind &lt;ana@quay.photography&gt;",
    ],
)
def test_a_name_with_a_mail_link_is_an_author(written: str, damage: str) -> None:
    feed = read("<title>T</title>", f"<title>A</title><author>{written}</author>", damage)
    assert feed.articles[0].author == "Ana Lind"


@DAMAGE
def test_a_mail_link_alone_is_the_address(damage: str) -> None:
    feed = read("<title>T</title>", "<title>A</title><author>mailto:ana@quay.dk</author>", damage)
    assert feed.articles[0].author == "ana@quay.dk"


@DAMAGE
def test_titles_in_a_wrong_namespace_are_titles(damage: str) -> None:
    feed = read("<x:title>The &amp; Quay</x:title>", "<x:title>A boat</x:title><guid>1</guid>", damage)
    assert (feed.title, feed.articles[0].title) == ("The & Quay", "A boat")
    item = "<title xmlns='http://www.w3.org/1999/xhtml'>A <b>boat</b></title><guid>1</guid>"
    assert read("<title>T</title>", item, damage).articles[0].title == "A boat"


@DAMAGE
def test_the_formats_own_title_comes_first(damage: str) -> None:
    feed = read("<x:title>X</x:title><title>T</title>", "<x:title>X</x:title><title>A</title>", damage)
    assert (feed.title, feed.articles[0].title) == ("T", "A")


def test_a_namespace_with_a_slip_of_the_pen_is_understood() -> None:
    body = (
        "<feed xmlns='https://www.w3.org/2005/Atom/'><title>T</title><link href='https://quay.example/'/>"
        "<entry><id>1</id><title>A</title><link href='/1'/>"
        "<updated>2024-05-24T09:25:00Z</updated></entry></feed>"
    )
    feed = parse_feed(body.encode(), {}, "https://quay.example/feed.xml")
    (article,) = feed.articles
    assert (feed.site, article.link) == ("https://quay.example/", "https://quay.example/1")
    assert article.updated is not None


@pytest.mark.parametrize("damage", ["", "&nbsp;"])
def test_an_address_under_a_long_domain_stays_whole(damage: str) -> None:
    feed = read("<title>T</title>", "<title>A</title><author>ana@quay.photography</author>", damage)
    assert feed.articles[0].author == "ana@quay.photography"
