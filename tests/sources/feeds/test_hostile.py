"""Feeds that mean harm: nothing in them is opened, asked for, run, or shown as it is."""

import http.server
import io
import itertools
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from xml.sax import SAXException, make_parser

import pytest

from reader.model import ParsedFeed
from reader.sources.feeds import feedparser_feed
from reader.sources.feeds.parse import NotAFeed, parse_feed

URL = "https://hostile.example/feed"


def read(body: bytes | str, headers: dict[str, str] | None = None) -> ParsedFeed:
    return parse_feed(body.encode() if isinstance(body, str) else body, headers or {}, URL)


def rss(inside: str, before: str = "") -> str:
    return f"{before}<rss version='2.0'><channel><title>T</title>{inside}</channel></rss>"


@pytest.fixture
def hits() -> Iterator[tuple[str, list[str]]]:
    """A server's address, and the paths that were asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_body_that_is_a_path_is_not_opened(tmp_path: Path) -> None:
    canary = tmp_path / "canary.xml"
    canary.write_text(rss("<item><title>canary</title></item>"))
    with pytest.raises(NotAFeed):
        read(str(canary))
    with pytest.raises(NotAFeed):
        feedparser_feed.read(str(canary).encode(), {}, 10)


PATH_AND_FEED = "<rss version='2.0'><channel><item><title>body</title></item></channel></rss>"
"""A feed, and the path of a file below folders with odd names."""


def test_a_feed_that_is_a_path_too_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """feedparser opens what it is given, unless that is a stream; no look at a body tells the two apart."""
    monkeypatch.chdir(tmp_path)
    canary = tmp_path / PATH_AND_FEED
    canary.parent.mkdir(parents=True)
    canary.write_text(rss("<item><title>canary</title></item>"))
    for reading in (read, lambda body: feedparser_feed.read(body.encode(), {}, 10)):
        for body in (PATH_AND_FEED, str(canary)):
            assert "canary" not in repr(reading(body).articles)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_body_that_names_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotAFeed):
        feedparser_feed.read(str(tmp_path / "pipe").encode(), {}, 10)


def test_nothing_is_asked_of_the_network(hits: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = hits
    canary = tmp_path / "canary"
    canary.write_text("canary")
    item = "<item><title>x &a; &b; y</title><description>&a;&b;</description></item>"
    for body in (
        rss(item, f'<!DOCTYPE rss [<!ENTITY a SYSTEM "file://{canary}"><!ENTITY b SYSTEM "{address}/b">]>'),
        rss(item, f'<!DOCTYPE rss SYSTEM "{address}/dtd">'),
        rss(item, f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{address}/p"> %p;]>'),
        rss(item, f'<?xml-stylesheet href="{address}/style"?>'),
    ):
        feed = read(body)
        assert "canary" not in repr(feed)
    with pytest.raises(NotAFeed):
        feedparser_feed.read(f"{address}/body".encode(), {}, 10)
    assert asked == []


LAUGHS = '<!ENTITY e0 "ha">' + "".join(
    f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10)
)
HIDDEN = "<!-- <x -->"
"""Looks like a tag and is none: feedparser looks for a document type only before the first tag."""
LONG = f'<!ENTITY a "{"x" * 50_000}">'

NAMES = "abcdefghijklmnopqrstuvwxyz"
SHORT_LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{inner};" * 4}">' for inner, name in itertools.pairwise(NAMES)
)
"""No entity is longer than an author's may be."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("declarations", "inside"),
    [
        (LAUGHS, "&e9;"),
        (HIDDEN + LAUGHS, "&e9;"),
        (HIDDEN + LAUGHS, "&e5;" * 80),
        (LAUGHS.replace("&e0;", "<b>&e0;</b>"), "&e6;"),
        (LONG, "&a;" * 20_000),
        (HIDDEN + LONG, "&a;" * 20_000),
        (SHORT_LAUGHS, "&z;"),
        (HIDDEN + SHORT_LAUGHS, "&z;"),
        (HIDDEN + '<!ENTITY % p "ha"><!ENTITY % q "%p;%p;%p;"><!ENTITY a "%q;%q;%q;">', "&a;"),
        (HIDDEN + f'<!ATTLIST item x CDATA "{"x" * 50_000}">', "text"),
    ],
    ids=[
        "laughs",
        "hidden",
        "hidden-many",
        "markup",
        "quadratic",
        "hidden-quadratic",
        "short",
        "hidden-short",
        "parameters",
        "defaults",
    ],
)
def test_entities_that_multiply_are_not_expanded(encoding: str, declarations: str, inside: str) -> None:
    more = "<item><title>B</title><description>Some words that are many. </description></item>" * 50
    item = f"<item><title>A</title><description>ends: {inside}</description></item>"
    began = time.process_time()
    feed = read(rss(item + more, f"<!DOCTYPE rss [{declarations}]>").encode(encoding))
    assert time.process_time() - began < 2
    assert "ends:" in feed.articles[0].text
    assert sum(len(article.text) for article in feed.articles) < 200_000


def test_entities_never_reach_the_parser_that_expands_them() -> None:
    """Wherever they are hidden: the parser itself stops at the first that could multiply."""
    parser = make_parser(feedparser_feed.feedparser.api.PREFERRED_XML_PARSERS)
    for declared in (
        LAUGHS,
        SHORT_LAUGHS,
        LONG,
        '<!ENTITY % a "ha">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ATTLIST rss x CDATA "y">',
    ):
        with pytest.raises(SAXException, match="could multiply"):
            parser.parse(io.BytesIO(rss("&a;", f"<!DOCTYPE rss [{declared}]>").encode()))


def test_names_of_characters_that_a_feed_declares_are_no_danger() -> None:
    parser = make_parser(feedparser_feed.feedparser.api.PREFERRED_XML_PARSERS)
    parser.parse(io.BytesIO(rss("&dash;", '<!DOCTYPE rss [<!ENTITY dash "&#8211;">]>').encode()))


@pytest.mark.parametrize(
    "body",
    [
        rss("<item><title>a &#xD800; b</title></item><item><title>good</title></item>"),
        rss("<item><title>a &#x110000; b</title></item><item><title>good</title></item>"),
        rss("<item><title>a &#99999999999; b</title></item><item><title>good</title></item>"),
        "<?xml version='1.0' encoding='a\0b'?>" + rss("<item><title>good</title></item>"),
        rss("<item><title>good</title></item>", r'<!DOCTYPE rss [<!ENTITY c "C:\data">]>'),
        rss("<item><link>http://[bad</link><title>good</title></item>"),
        rss("<item xml:base='http://[bad/'><link>x</link><title>good</title></item>"),
        rss(f"<item><pubDate>{'9' * 100_000}</pubDate><title>good</title></item>"),
        rss("<item><title>good</title><pubDate>0001-01-01T00:00:00+14:00</pubDate></item>"),
        rss("<item><title>good</title>"),
        rss("<item><title>good</title></item>").encode("utf-16-le").decode("latin-1"),
    ],
)
def test_odd_feeds_keep_what_can_be_kept(body: str) -> None:
    feed = read(body.encode("latin-1"))
    assert "good" in [article.title for article in feed.articles]


@pytest.mark.parametrize("number", ["#xD800", "#x110000", "#99999999999"])
def test_an_article_with_an_impossible_character_is_kept(number: str) -> None:
    feed = read(rss(f"<item><title>a &{number}; b</title></item><item><title>good</title></item>"))
    assert [article.title for article in feed.articles] == ["a \ufffd b", "good"]


def test_articles_that_no_parser_can_read_are_left_out_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = feedparser_feed.feedparser.parse

    def fails_on_seven(source: object, **options: object) -> object:
        if b"seven" in source.getvalue():  # type: ignore[attr-defined]
            raise KeyError("seven")
        return parse(source, **options)

    monkeypatch.setattr(feedparser_feed.feedparser, "parse", fails_on_seven)
    names = ["five", "six", "seven", "eight"]
    feed = read(rss("".join(f"<item><title>{name}&nbsp;</title></item>" for name in names)))
    assert [article.title for article in feed.articles] == ["five", "six", "eight"]
    assert feed.notices == ("1 of its articles could not be read.",)


PAYLOADS = [
    "\x1b]52;c;eA==\x07",
    "\x9d52;c;eA==\x9c",
    "\x90q\x9c",
    "\x1b[2J",
    "\u202eevil",
    "\U000e0041",
    "\r",
    "\x7f",
]
FORBIDDEN = set("\x1b\x07\x9d\x9c\x90\u202e\U000e0041\r\x7f")


@pytest.mark.parametrize("spelling", ["raw", "reference", "twice"])
@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_no_control_character_comes_through(payload: str, spelling: str) -> None:
    written = {
        "raw": payload,
        "reference": "".join(f"&#{ord(character)};" for character in payload),
        "twice": "".join(f"&amp;#{ord(character)};" for character in payload),
    }[spelling]
    inside = (
        f"<link>https://e.example/{written}</link><item><title>t{written}t</title><link>https://e.example/{written}</link>"
        f"<guid>k{written}k</guid><author>a{written}a</author><pubDate>2024-05-24{written}</pubDate>"
        f"<enclosure url='https://e.example/{written}' type='audio/{written}'/>"
        f"<description>&lt;p title='{written}'&gt;d{written}d&lt;/p&gt;</description></item>"
    )
    feed = read(rss(inside).replace("<title>T</title>", f"<title>T{written}T</title>"))
    (article,) = feed.articles
    shown = [feed.title, feed.site, article.title, article.link, article.key, article.author, article.text]
    shown += [text for one in article.enclosures for text in (one.url, one.type)]
    shown += [fact.value for fact in article.facts.values()]
    shown += [article.published.raw] if article.published else []
    assert not FORBIDDEN & set("".join(text or "" for text in shown))


@pytest.mark.parametrize(
    "encoding", ["unicode_escape", "utf-7", "idna", "punycode", "hex_codec", "raw_unicode_escape"]
)
@pytest.mark.parametrize("where", ["document", "header"])
def test_encodings_that_hide_characters_are_not_used(encoding: str, where: str) -> None:
    body = rss(r"<item><title>a\x1b\u0042+AEI-</title><description>&nbsp;</description></item>")
    if where == "document":
        feed = read(f"<?xml version='1.0' encoding='{encoding}'?>{body}")
    else:
        feed = read(body, {"content-type": f"text/xml; charset={encoding}"})
    assert feed.articles[0].title == r"a\x1b\u0042+AEI-"


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "table><tr><td"])
@pytest.mark.parametrize("depth", [500, 5_000, 100_000])
def test_depth_neither_stops_nor_loses_the_text(tag: str, depth: int) -> None:
    depth = min(depth, (1 << 20) // (len(tag) + 2) - 100)
    html = f"<{tag}>" * depth + "deep down"
    began = time.process_time()
    (article,) = read(rss(f"<item><description><![CDATA[{html}]]></description></item>")).articles
    assert article.text.endswith("deep down")
    assert time.process_time() - began < 10


def test_depth_in_the_feeds_own_markup() -> None:
    inside = "<div>" * 3_000 + "deep down" + "</div>" * 3_000
    body = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>"
        f"<content type='xhtml'>{inside}</content></entry></feed>"
    )
    (article,) = read(body).articles
    assert article.text == "deep down"


@pytest.mark.long
def test_a_hundred_thousand_articles() -> None:
    items = "<item><title>A</title><guid>1</guid></item>" * 100_000
    for body in (rss(items), rss(items + "<item>&nbsp;</item>")):
        began = time.process_time()
        assert len(read(body).articles) == 5_000
        assert time.process_time() - began < 8


BROKEN_OFF = {
    "rss": (
        "<rss><channel><title>News</title>"
        "<item><title>One</title><guid>1</guid><description>Some text</description></item>"
        "<item><title>Two</title><guid>2</guid><description>More text</description></item>",
        "</channel></rss>",
    ),
    "atom": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>'
        "<entry><id>1</id><title>One</title><summary>Some</summary><content>text</content></entry>"
        "<entry><id>2</id><title>Two</title><summary>More</summary><content>text</content></entry>",
        "</feed>",
    ),
    "rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel><title>News</title></channel><item rdf:about="1"><title>One</title></item>'
        '<item rdf:about="2"><title>Two</title></item>',
        "</rdf:RDF>",
    ),
}


@pytest.mark.parametrize("kind", BROKEN_OFF)
def test_wherever_a_feed_breaks_off_only_whole_articles_are_taken(kind: str) -> None:
    start, end = BROKEN_OFF[kind]
    whole = parse_feed((start + end).encode(), {}, URL)
    assert (len(whole.articles), whole.cut) == (2, False)
    for length in range(1, len(start)):
        try:
            found = parse_feed(start[:length].encode(), {}, URL)
        except NotAFeed:
            continue
        assert found.cut
        assert [one.title for one in found.articles] == ["One", "Two"][: len(found.articles)]
        assert [one.text for one in found.articles] == [
            one.text for one in whole.articles[: len(found.articles)]
        ]
