"""Feeds of every format become articles that say the same."""

import gzip

import pytest

from reader.document.plain import links
from reader.document.serialization import deserialize, deserialize_raw
from reader.model import Enclosure, ParsedArticle, ParsedFeed, UpdateHints
from reader.sources.feeds import feedparser_feed, xml_feed
from reader.sources.feeds.parse import NotAFeed, parse_feed

URL = "https://news.example/feeds/all.xml"

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
     xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
  <title>Harbour &amp;amp; Hill</title><link>https://news.example/</link><description>Two towns.</description>
  <ttl>180</ttl><skipHours><hour>0</hour><hour>24</hour><hour>7</hour></skipHours>
  <skipDays><day>Sunday</day></skipDays>
  <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
  <item>
    <title>The <![CDATA[<b>ferry</b>]]> sails again</title>
    <link>/ferry</link><guid isPermaLink="false">ferry-1</guid>
    <dc:creator>Ana Quist</dc:creator><author>desk@news.example (Ana Quist)</author>
    <pubDate>Fri, 24 May 2024 09:25:00 +0200</pubDate>
    <description>It sails.</description>
    <content:encoded><![CDATA[<p>The ferry sails again, says
      <a href="/harbour">the harbour</a>.</p>]]></content:encoded>
    <media:description>A white ship at a pier, much described, with all its lamps and many
      flags in the wind of an afternoon in May.</media:description>
    <enclosure url="/horn.mp3" type="audio/mpeg" length="1200"/>
  </item>
  <item><title>Rain</title><description>Rain is expected.</description><guid>https://news.example/rain</guid></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/blog/">
  <title type="html">Notes &amp;lt;daily&amp;gt;</title>
  <link rel="self" href="feed.atom"/><link href="./"/>
  <author><name>Ines Roth</name></author>
  <entry>
    <id>tag:atom.example,2024:1</id><title type="text">Vec&lt;String&gt; and &lt;b&gt;</title>
    <link href="one"/><link rel="enclosure" href="one.pdf" type="application/pdf" length="77"/>
    <updated>2024-05-24T09:25:00+02:00</updated>
    <summary>Short.</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
      <p>A long <em>text</em>, with <a href="two">a link</a>.</p></div></content>
  </entry>
  <entry>
    <id>2</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One <i>more</i></div></title>
    <author><name>Guest</name></author><published>2024-05-23</published><updated>2024-05-25T00:00:00Z</updated>
  </entry>
</feed>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://rdf.example/"><title>Old but gold</title><link>https://rdf.example/</link></channel>
<item rdf:about="https://rdf.example/a"><title>A</title><link>https://rdf.example/a</link>
<dc:date>2004-02-03T04:05:06Z</dc:date><description>Text of A.</description></item></rdf:RDF>"""


def read(body: bytes, headers: dict[str, str] | None = None, url: str = URL) -> ParsedFeed:
    return parse_feed(body, headers or {}, url)


def only(body: str) -> ParsedArticle:
    """The one article of an RSS feed with this inside it."""
    (article,) = read(
        f"<rss version='2.0'><channel><title>T</title><item>{body}</item></channel></rss>".encode()
    ).articles
    return article


def test_rss() -> None:
    feed = read(RSS)
    ferry, rain = feed.articles
    assert (feed.title, feed.site) == ("Harbour & Hill", "https://news.example/")
    assert (ferry.title, ferry.link, ferry.key) == (
        "The ferry sails again",
        "https://news.example/ferry",
        "ferry-1",
    )
    assert ferry.author == "Ana Quist"
    assert ferry.published is not None
    assert (ferry.published.iso(), ferry.published.zone, ferry.published.rule) == (
        "2024-05-24T07:25:00Z",
        "+02:00",
        "pubDate",
    )
    assert ferry.published.raw == "Fri, 24 May 2024 09:25:00 +0200"
    assert ferry.text == "The ferry sails again, says the harbour."
    assert (ferry.words, ferry.complete) == (7, "full")
    assert ferry.enclosures == (Enclosure("https://news.example/horn.mp3", "audio/mpeg", 1200),)
    assert (rain.link, rain.text, rain.complete) == (
        "https://news.example/rain",
        "Rain is expected.",
        "summary",
    )
    assert {name: fact.element for name, fact in ferry.facts.items()} == {
        "title": "title",
        "author": "dc:creator",
        "published": "pubDate",
    }


def test_update_hints() -> None:
    assert read(RSS).hints == UpdateHints(
        ttl=180, skip_hours=frozenset({0, 7}), skip_days=frozenset({6}), period=21_600
    )


@pytest.mark.parametrize("ttl", ["0", "-5", "abc", ""])
def test_a_ttl_that_is_no_number_of_minutes_counts_for_nothing(ttl: str) -> None:
    assert (
        read(f"<rss><channel><ttl>{ttl}</ttl><item><title>A</title></item></channel></rss>".encode()).hints
        == UpdateHints()
    )


def test_what_an_article_says_of_skip_hours_is_not_the_feeds_wish() -> None:
    item = (
        "<item><description>&lt;p&gt;</description><ttl>9</ttl><skipHours><hour>3</hour></skipHours></item>"
    )
    assert read(f"<rss><channel>{item}</channel></rss>".encode()).hints == UpdateHints()


def test_atom() -> None:
    feed = read(ATOM)
    one, two = feed.articles
    assert (feed.title, feed.site) == ("Notes <daily>", "https://atom.example/blog/")
    assert (one.title, one.link) == ("Vec<String> and <b>", "https://atom.example/blog/one")
    assert one.author == "Ines Roth", "an entry without an author is by the feed's"
    assert one.text == "A long text, with a link."
    assert one.enclosures == (Enclosure("https://atom.example/blog/one.pdf", "application/pdf", 77),)
    assert one.published == one.updated, "where only the update is dated, that is when it appeared"
    assert (two.title, two.author, two.complete) == ("One more", "Guest", "none")
    assert two.published is not None
    assert (two.published.iso(), two.published.precision) == ("2024-05-23", "day")


def test_rdf() -> None:
    (article,) = read(RDF).articles
    assert (article.key, article.title, article.text) == ("https://rdf.example/a", "A", "Text of A.")
    assert article.published is not None
    assert (article.published.iso(), article.published.rule) == ("2004-02-03T04:05:06Z", "dc:date")


@pytest.mark.parametrize("body", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_damaged_feeds_keep_their_articles_ids_and_texts(body: bytes) -> None:
    damaged = body.replace(b"</title>", b"&nbsp;</title>", 1)
    assert xml_feed.read(damaged, {}) is None
    whole, mended = read(body), read(damaged)
    assert [(one.key, one.title, one.link, one.text) for one in mended.articles] == [
        (one.key, one.title, one.link, one.text) for one in whole.articles
    ]


def test_links_in_a_body_start_from_the_nearest_base() -> None:
    """Promise E58: `xml:base`, then Content-Location, then the final address."""

    def targets(body: bytes, headers: dict[str, str]) -> list[tuple[str, ...]]:
        return [links(deserialize(article.body)) for article in read(body, headers).articles if article.body]

    located = {"content-location": "https://located.example/x/"}
    assert targets(ATOM, located) == [("https://atom.example/blog/two",)]
    assert targets(ATOM.replace(b"https://atom.example/blog/", b"/b/"), located) == [
        ("https://located.example/b/two",)
    ]
    assert targets(RSS, located)[0] == ("https://located.example/harbour",)
    assert targets(RSS, {})[0] == ("https://news.example/harbour",)


@pytest.mark.parametrize("damage", [b"", b"&nbsp;"])
def test_a_relative_id_outlives_a_move_of_the_feed(damage: bytes) -> None:
    body = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>%s</title><entry><id>/a/1</id></entry></feed>"
        % damage
    )
    for url in (URL, "https://moved.example/feed"):
        (article,) = read(body, url=url).articles
        assert article.key == "/a/1"


def test_a_number_for_an_id_is_no_link() -> None:
    for damage in ("", "&nbsp;"):
        article = only(f"<guid>1234</guid><description>x{damage}</description>")
        assert (article.key, article.link) == ("1234", None)


def test_what_arrived_is_kept_beside_the_document() -> None:
    article = only("<description>&lt;p&gt;Hello&lt;/p&gt;</description>")
    assert deserialize_raw(article.body) == (b"<p>Hello</p>", URL)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Salt &amp;amp; pepper", "Salt & pepper"),
        ("Salt &amp; pepper", "Salt & pepper"),
        ("AT&amp;amp;amp;T", "AT&amp;T"),
        ("&lt;b&gt;Bold&lt;/b&gt; words", "Bold words"),
        ("Two&lt;br&gt;lines", "Two lines"),
        ("Vec&lt;String&gt; explained", "Vec<String> explained"),
        ("Vec&lt;String&gt; &amp;amp; more", "Vec<String> & more"),
        ("Use &lt;b&gt; with care", "Use <b> with care"),
        ("5 &lt; 6 &gt; 4", "5 < 6 > 4"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Safe", "Safe"),
        ("  many\n  lines\t", "many lines"),
        ("A &#x9d;52;c;x&#x202e;B", "A 52;c;xB"),
        ("", ""),
    ],
)
def test_titles_are_plain_text(written: str, shown: str) -> None:
    assert only(f"<title>{written}</title><guid>1</guid>").title == shown


def test_the_richest_text_is_the_body() -> None:
    long = "A long description that says all there is to say about it."
    assert only(f"<description>Short</description><summary>{long}</summary>").text == long
    assert only(f"<description>{long}</description><summary>Short</summary>").text == long


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def test_a_pictures_description_is_the_text_only_where_there_is_no_other() -> None:
    about = "<media:description>A long description of a picture.</media:description>"
    picture = f"<media:group {MEDIA}>{about}</media:group>"
    for damage in ("", "&nbsp;"):
        assert only(f"{picture}<description>Text.</description><title>{damage}</title>").text == "Text."
        assert only(f"{picture}<title>T{damage}</title>").text == "A long description of a picture."


@pytest.mark.parametrize("damage", ["", "&damage;"])
def test_comments_are_a_page(damage: str) -> None:
    """The fast reader and the tolerant one find the same."""
    comments = "<comments>https://talk.example/1</comments><slash:comments>7</slash:comments>"
    assert only(comments + damage).comments == "https://talk.example/1"
    assert only("<comments>javascript:alert(1)</comments>" + damage).comments is None
    assert only("<slash:comments>7</slash:comments>" + damage).comments is None
    replies = "<link rel='replies' type='{}' href='/talk/2'/>"
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>One</title>{}</entry></feed>"
    for kind, address in (("text/html", "https://news.example/talk/2"), ("application/atom+xml", None)):
        (article,) = read((atom.format(replies.format(kind)) + damage).encode()).articles
        assert article.comments == address


def test_only_sound_and_film_of_media_rss_are_enclosures() -> None:
    film = '<media:content url="https://e.example/f.mp4" type="video/mp4" fileSize="9"/>'
    picture = '<media:content url="https://e.example/f.jpg" medium="image"/>'
    article = only(f"<media:group {MEDIA}>{film}{picture}{film}</media:group>")
    assert article.enclosures == (Enclosure("https://e.example/f.mp4", "video/mp4", 9),)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vscode://x"]
)
def test_only_web_addresses_are_links(url: str) -> None:
    article = only(f"<link>{url}</link><enclosure url='{url}'/><description>x</description>")
    assert (article.link, article.enclosures) == (None, ())


def test_plain_text_keeps_its_paragraphs() -> None:
    assert only("<description>One.\n\nTwo.</description>").text == "One.\n\nTwo."


WORDS = " ".join(f"word{number}" for number in range(80))
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


@pytest.mark.parametrize(
    ("inside", "complete"),
    [
        ("<title>T</title>", "none"),
        ("<title>T</title><description/>", "none"),
        ("<title>T</title><description>&lt;p&gt; &lt;/p&gt;</description>", "none"),
        ("<title>T</title><description>Few words.</description>", "summary"),
        ("<description>A post without a title says all in few words.</description>", "full"),
        (f"<title>T</title><description>{WORDS}.</description>", "full"),
        (f"<title>T</title><description>{WORDS} …</description>", "summary"),
        (f"<title>T</title><description>{WORDS} [&amp;#8230;]</description>", "summary"),
        (f"<title>T</title><description>{WORDS}... Read more »</description>", "summary"),
        (f"<title>T</title><content:encoded {CONTENT}>Few words.</content:encoded>", "full"),
        (f"<title>T</title><content:encoded {CONTENT}>{WORDS} [...]</content:encoded>", "summary"),
        (f"<title>T</title><content:encoded {CONTENT}>{WORDS * 6} ...</content:encoded>", "full"),
        (
            f"<title>T</title><content:encoded {CONTENT}>&lt;p&gt;{WORDS} […]&lt;/p&gt;"
            "&lt;p&gt;The post T appeared first on Site.&lt;/p&gt;</content:encoded>",
            "summary",
        ),
        (
            f"<title>T</title><content:encoded {CONTENT}>&lt;p&gt;{WORDS}.&lt;/p&gt;"
            "&lt;p&gt;The post T appeared first on Site.&lt;/p&gt;</content:encoded>",
            "full",
        ),
    ],
)
def test_excerpts_are_told_from_articles(inside: str, complete: str) -> None:
    assert only(inside).complete == complete
    assert only(inside + "<comments>&nbsp;</comments>").complete == complete, "read by feedparser"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "it is empty"),
        (b" \n\t", "it is empty"),
        (b"<!DOCTYPE html><html><body><p>Hello", "it is a web page, not a feed"),
        (
            b"<html><script>'<rss><channel><title>x</title></channel></rss>'</script>",
            "it is a web page, not a feed",
        ),
        (b"<!-- <rss> --><html><item><title>x</title></item>", "it is a web page, not a feed"),
        (b"<HTML lang='en'><HEAD>", "it is a web page, not a feed"),
        (b'{"rss": {"channel": {}}}', "it is JSON but not a JSON Feed"),
        (b"[1, 2]", "it is JSON but not a JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "it looks like JSON but is damaged"),
        (b"\x89PNG\r\n\x1a\n", "it is an image"),
        (b"%PDF-1.7", "it is a PDF document"),
        (b"\x1f\x8b\x08\x00", "it is compressed data, and damaged"),
        (gzip.compress(b"<rss><channel/></rss>", mtime=0)[:-9], "it is compressed data, and damaged"),
        (
            gzip.compress(b"<rss><channel>" + b" " * (16 << 20), mtime=0),
            "it is compressed data, and too large",
        ),
        (gzip.compress(gzip.compress(b"<rss/>", mtime=0), mtime=0), "it is compressed data"),
        (gzip.compress(b"<html><p>Hello", mtime=0), "it is a web page, not a feed"),
        (b"<?xml version='1.0'?><urlset/>", "it is a site map, not a feed"),
        (b"<opml version='2.0'/>", "it is a list of subscriptions (OPML), not a feed; import it"),
        (b"<?xml version='1.0'?><note/>", "it is XML, but not a feed"),
        (b"Service unavailable", "it is not a feed"),
        (b"/etc/passwd", "it is not a feed"),
    ],
)
def test_what_is_no_feed_is_called_by_its_name(body: bytes, sentence: str) -> None:
    with pytest.raises(NotAFeed) as refusal:
        read(body)
    assert str(refusal.value) == sentence


def test_a_feed_may_be_a_packed_file() -> None:
    """Where a server says nothing of the packing in Content-Encoding."""
    body = b"<rss version='2.0'><channel><title>Packed</title><item><title>One</title></item></channel></rss>"
    feed = read(gzip.compress(body))
    assert (feed.title, [article.title for article in feed.articles]) == ("Packed", ["One"])


def test_a_feed_without_articles_is_a_feed() -> None:
    assert read(b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>").title == "Quiet"


def test_junk_before_the_feed_is_passed_over() -> None:
    assert len(read(b"<br />\n<b>Warning</b>: deprecated\n" + RSS).articles) == 2


def test_encodings() -> None:
    text = "<rss><channel><title>Çelik — Žižek</title><item><title>Ünlü</title></item></channel></rss>"
    declared = f"<?xml version='1.0' encoding='windows-1254'?>{text}".replace("Žižek", "Zizek").encode(
        "cp1254"
    )
    assert read(declared).title == "Çelik — Zizek"
    assert read(text.encode(), {"content-type": "text/xml; charset=utf-8"}).title == "Çelik — Žižek"
    assert read(text.encode("utf-16"), {"content-type": "application/rss+xml"}).title == "Çelik — Žižek"
    assert read(text.encode(), {"content-type": "text/xml; charset=iso-8859-1"}).title == "Çelik — Žižek"
    assert read(text.encode(), {"content-type": "text/xml; charset=cp037"}).title == "Çelik — Žižek"


@pytest.mark.parametrize(
    ("name", "codec", "title"),
    [
        ("windows-874", "cp874", "ข่าวกรุงเทพ"),
        ("X-SJIS", "cp932", "東京①"),
        ("ISO-8859-8-I", "iso8859-8", "שלום"),
    ],
)
def test_encodings_by_the_names_that_the_web_has_for_them(name: str, codec: str, title: str) -> None:
    text = f"<rss><channel><title>{title}</title></channel></rss>"
    assert read(f"<?xml version='1.0' encoding='{name}'?>{text}".encode(codec)).title == title
    assert read(text.encode(codec), {"content-type": f"text/xml; charset={name}"}).title == title


@pytest.mark.parametrize("damage", ["", "&nbsp;"])
def test_of_too_many_articles_the_newest_are_taken(damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sources.feeds.parse.MOST_ARTICLES", 3)
    items = "".join(
        f"<item><guid>{day}</guid><pubDate>{day:02} May 2024 00:00:00 GMT</pubDate></item>"
        for day in range(1, 9)
    )
    feed = read(f"<rss><channel><title>{damage}</title>{items}</channel></rss>".encode())
    assert [article.key for article in feed.articles] == ["6", "7", "8"]
    assert feed.notices == ("It has 8 articles; the newest 3 were taken.",)


def test_a_field_is_cut_at_a_mebibyte() -> None:
    long = "<p>word</p>" * 200_000
    article = only(f"<title>T</title><description><![CDATA[{long}]]></description>")
    assert len(deserialize_raw(article.body)[0]) <= 1 << 20
    feed = read(
        f"<rss><channel><item><description><![CDATA[{long}]]></description></item></channel></rss>".encode()
    )
    assert feed.notices == ("One of its articles is longer than 1,048,576 characters; the rest was cut off.",)


def test_articles_in_unusual_places_are_found() -> None:
    body = b"<rss><channel><title>T</title><items><item><title>A</title></item></items></channel></rss>"
    assert [article.title for article in read(body).articles] == ["A"]


def test_ids_that_are_used_twice_are_all_delivered() -> None:
    feed = read(
        b"<rss><channel><item><guid>1</guid><title>A</title></item><item><guid>1</guid><title>B</title></item></channel></rss>"
    )
    assert [(article.key, article.title) for article in feed.articles] == [("1", "A"), ("1", "B")]


def test_feedparser_uses_expat_only() -> None:
    """Its first choice, an old libxml2 driver, opens external entities."""
    import feedparser.api

    assert feedparser_feed.feedparser is not None
    assert feedparser.api.PREFERRED_XML_PARSERS == ["reader.sources.feeds.expat_reader"]
