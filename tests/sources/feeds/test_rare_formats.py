"""RSS 1.1, the Channel Definition Format, RSS written as JSON, and JSON Feeds that break off."""

import json

import pytest

from reader.model import Enclosure, ParsedFeed
from reader.sources.feeds import xml_feed
from reader.sources.feeds.parse import NotAFeed, parse_feed

URL = "https://quay.example/feeds/all"

RSS_1_1 = """<?xml version="1.0"?>
<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:dc="http://purl.org/dc/elements/1.1/" rdf:about="https://quay.example/feeds/all">
<title>The Quay</title><link>https://quay.example/</link><description>Boats.</description>
<image rdf:parseType="Resource"><title>A lamp</title><url>https://quay.example/lamp.png</url></image>
<items rdf:parseType="Collection">
 <item rdf:about="https://quay.example/1"><title>One boat</title><link>https://quay.example/1</link>
  <description>It came.</description><dc:date>2005-03-04T05:06:07Z</dc:date>
  <payload xmlns="http://purl.org/net/rss1.1/payload#" rdf:parseType="Literal">
   <p xmlns="http://www.w3.org/1999/xhtml">It came <em>at night</em>, with the tide.</p></payload></item>
 <item rdf:about="https://quay.example/2"><title>Two boats</title><link>https://quay.example/2</link></item>
</items></Channel>"""

CDF = """<?xml version="1.0"?><!DOCTYPE Channel SYSTEM "http://www.w3c.org/Channel.dtd">
<CHANNEL BASE="https://quay.example/" HREF="index.html">
 <TITLE>The Quay</TITLE><ABSTRACT>Boats.</ABSTRACT><LOGO HREF="lamp.gif" STYLE="icon"/>
 <Item Href="one.html" LastMod="1998-03-04T05:06Z">
  <Title>One boat</Title><Abstract>It came.</Abstract></Item>
 <ITEM><A HREF="two.html"></A><TITLE VALUE="Two boats"/>
  <ABSTRACT VALUE="They &lt;b&gt;came&lt;/b&gt;."/></ITEM>
 <CHANNEL HREF="inner.html"><TITLE>Ropes</TITLE>
  <ITEM HREF="three.html"><TITLE>A rope</TITLE></ITEM></CHANNEL>
</CHANNEL>"""

RSS_IN_JSON = {
    "rss": {
        "version": "2.0",
        "xmlns:words": "http://purl.org/rss/1.0/modules/content/",
        "channel": {
            "title": "The Quay &amp; the tide",
            "link": "https://quay.example/",
            "ttl": 90,
            "cloud": {"domain": "cloud.example", "port": 80},
            "source:account": [{"service": "one", "#value": "quay"}, {"service": "two", "#value": "quay"}],
            "item": [
                {
                    "title": "Boats &amp; <i>ropes</i>",
                    "link": "/1",
                    "guid": {"isPermaLink": False, "#value": "boat-1"},
                    "pubDate": "Fri, 04 Mar 2005 05:06:07 GMT",
                    "dc:creator": "Ana Lind",
                    "words:encoded": "<p>It came <em>at night</em>.</p>",
                    "description": "It came.\u0000",
                    "enclosure": {"url": "https://quay.example/horn.mp3", "type": "audio/mpeg", "length": 12},
                    "not a name": 1,
                    "unknown:thing": "x",
                },
                {"description": "No title \U0001f600.", "guid": "https://quay.example/2", "category": None},
            ],
        },
    }
}


def read(body: str) -> ParsedFeed:
    return parse_feed(body.encode(), {}, URL)


@pytest.mark.parametrize("damage", ["", "&nbsp;"])
def test_rss_1_1(damage: str) -> None:
    feed = read(RSS_1_1.replace("<description>", f"<description>{damage}", 1))
    assert (feed.title, feed.site) == ("The Quay", "https://quay.example/")
    assert [(one.key, one.title, one.link) for one in feed.articles] == [
        ("https://quay.example/1", "One boat", "https://quay.example/1"),
        ("https://quay.example/2", "Two boats", "https://quay.example/2"),
    ]
    published = feed.articles[0].published
    assert published is not None
    assert published.iso() == "2005-03-04T05:06:07Z"


def test_rss_1_1_takes_the_fast_way_and_carries_whole_articles() -> None:
    assert xml_feed.read(RSS_1_1.encode(), {}) is not None
    assert read(RSS_1_1).articles[0].text == "It came at night, with the tide."


def test_a_channel_definition() -> None:
    feed = read(CDF)
    assert (feed.title, feed.site) == ("The Quay", "https://quay.example/index.html")
    assert [(one.title, one.link, one.text) for one in feed.articles] == [
        ("One boat", "https://quay.example/one.html", "It came."),
        ("Two boats", "https://quay.example/two.html", "They came."),
        ("A rope", "https://quay.example/three.html", ""),
    ]
    published = feed.articles[0].published
    assert published is not None
    assert (published.iso(), published.rule) == ("1998-03-04T05:06:00Z", "lastmod")


def test_a_channel_definition_without_items_is_a_feed() -> None:
    feed = read("<CHANNEL HREF='https://quay.example/'><TITLE>The Quay</TITLE></CHANNEL>")
    assert (feed.title, feed.site, feed.articles) == ("The Quay", "https://quay.example/", ())


def test_a_channel_of_rss_alone_is_no_channel_definition() -> None:
    (article,) = read(
        "<channel><title>T</title><item><title>A</title><link>https://quay.example/1</link></item></channel>"
    ).articles
    assert article.link == "https://quay.example/1"


def test_rss_in_json() -> None:
    feed = read(json.dumps(RSS_IN_JSON))
    one, two = feed.articles
    assert (feed.title, feed.site, feed.hints.ttl) == ("The Quay & the tide", "https://quay.example/", 90)
    assert (one.key, one.title, one.link) == ("boat-1", "Boats & ropes", "https://quay.example/1")
    assert (one.author, one.text) == ("Ana Lind", "It came at night.")
    assert one.published is not None
    assert one.enclosures == (Enclosure("https://quay.example/horn.mp3", "audio/mpeg", 12),)
    assert (two.title, two.link, two.text) == ("", "https://quay.example/2", "No title \U0001f600.")


def test_rss_in_json_with_one_item() -> None:
    (article,) = read('{"rss": {"channel": {"title": "T", "item": {"title": "A", "guid": "1"}}}}').articles
    assert (article.key, article.title) == ("1", "A")


@pytest.mark.parametrize("space", ["http://a]b/", "", "x y", "http://a.example:port/", 7, None])
def test_a_namespace_that_is_none_costs_no_article(space: object) -> None:
    channel = {"title": "T", "words:x": "y", "item": [{"title": "A", "guid": "1"}]}
    (article,) = read(json.dumps({"rss": {"xmlns:words": space, "channel": channel}})).articles
    assert article.title == "A"


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Quay",
    "authors": [{"name": "Ana Lind"}],
    "items": [
        {
            "id": "1",
            "title": "Æbler",
            "content_text": 'A "quote" \\ and {[',
            "attachments": [{"url": "a.mp3"}],
        },
        {"id": "2", "title": "Two", "content_text": "Text é.", "tags": ["a", "b"]},
    ],
    "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
}


@pytest.mark.parametrize("document", [JSON_FEED, RSS_IN_JSON], ids=["json feed", "rss"])
def test_wherever_json_breaks_off_the_whole_articles_are_taken_and_it_says_so(
    document: dict[str, object],
) -> None:
    body = json.dumps(document, ensure_ascii=False).encode()
    whole = parse_feed(body, {}, URL)
    assert (len(whole.articles), whole.cut, whole.notices) == (2, False, ())
    counts = []
    for length in range(1, len(body)):
        try:
            found = parse_feed(body[:length], {}, URL)
        except NotAFeed:
            counts.append(0)
            continue
        assert found.cut
        assert found.notices == ("It breaks off; the articles that are whole were taken.",)
        assert found.articles == whole.articles[: len(found.articles)]
        counts.append(len(found.articles))
    assert counts == sorted(counts)
    assert set(counts) == {0, 1, 2}


def test_xml_that_breaks_off_says_so_too() -> None:
    feed = read("<rss><channel><title>T</title><item><title>A</title></item><item><tit")
    assert feed.notices == ("It breaks off; the articles that are whole were taken.",)


@pytest.mark.parametrize(
    "body", ['{"items": ]}', '{"version": "x"}}', '{"items": [{"id": 1},,]}', "{" * 9999]
)
def test_json_that_is_damaged_in_its_middle_is_refused(body: str) -> None:
    with pytest.raises(NotAFeed):
        read(body)


def test_what_a_cache_writes_behind_json_is_passed_over() -> None:
    feed = read(json.dumps(JSON_FEED) + "\n<!-- served from the cache -->")
    assert (len(feed.articles), feed.cut) == (2, False)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Salt &amp; pepper", "Salt & pepper"),
        ("AT&amp;amp;T", "AT&amp;T"),
        ("&lt;b&gt; &#8217;&#x2019; &rsquo;", "<b> ’’ ’"),
        ("Vec<String> & co; R&D &copy", "Vec<String> & co; R&D &copy"),
        ("&nosuchname;", "&nosuchname;"),
    ],
)
def test_entities_in_titles_of_json_are_decoded_once(written: str, shown: str) -> None:
    feed = read(json.dumps({**JSON_FEED, "title": written, "items": [{"id": "1", "title": written}]}))
    assert (feed.title, feed.articles[0].title) == (shown, shown)
