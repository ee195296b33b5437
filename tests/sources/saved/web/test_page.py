"""Saved web pages as articles: facts, the mark of the saving program, the article's own blocks."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from reader.document.html.reader import from_html
from reader.document.plain import to_text
from reader.document.serialization import deserialize
from reader.model import ParsedArticle
from reader.sources.saved import UnreadableFile, read_page, read_saved

NOW = 1_719_000_000
PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "The town has moved its clock forward by eleven minutes, so that the evening bus no longer leaves before the train from the coast has come in.",
        "Nobody had asked the railway. A spokeswoman said that the timetable had been the same since 1957 and that it was the only thing in the valley that had.",
        "The priest, who rings by his own watch, has refused to follow, and so for the present there are two noons, of which the second is warmer.",
        "Shopkeepers are said to like it. They close at the first six and open again for those who have only heard the other one.",
    )
)
HEAD = "<title>Town moves its clock | Valley Post</title>"
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
TAIL = '<aside><h3>Most read</h3><ul><li><a href="/x">A goat on the roof</a></li><li><a href="/y">Rain</a></li></ul></aside>'


def _page(head: str = "", body: str = PARAGRAPHS, before: str = "") -> str:
    return (
        f"<!DOCTYPE html>{before}<html lang='en'><head>{HEAD}{head}</head><body>{MENU}"
        f"<article><h1>Town moves its clock</h1>{body}</article>{TAIL}</body></html>"
    )


def _read(html: str | bytes, path: str = "page.html", mtime: int | None = None) -> ParsedArticle:
    data = html if isinstance(html, bytes) else html.encode()
    (article,) = read_saved(data, path, mtime, NOW)
    return article


def _linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def test_the_article_s_paragraphs_and_nothing_around_them() -> None:
    article = _read(_page())
    assert article.title == "Town moves its clock"
    assert article.text.split("\n\n") == re.findall(r"<p>(.*?)</p>", PARAGRAPHS)


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Two noons & Valley Post", "Two noons"),
        ("HT & X", "HT"),
        ("Town moves its clock - a report", "Town moves its clock"),
    ],
)
@pytest.mark.parametrize("logo", ["", "<h1>Valley</h1>"])
def test_heading_and_byline_are_facts_and_no_text(title: str, heading: str, logo: str) -> None:
    html = (
        f"<html><head><title>{title}</title></head><body>{logo}<h1>{heading}</h1>"
        f"<p>By Jane Doe</p><p>Published: 12 May 2024</p>{PARAGRAPHS}</body></html>"
    )
    article = _read(html)
    assert (article.title, article.author) == (heading, "Jane Doe")
    assert article.published
    assert article.published.iso() == "2024-05-12"
    assert article.text.split("\n\n") == re.findall(r"<p>(.*?)</p>", PARAGRAPHS)


def test_byline_and_date_that_the_text_leaves_out_are_facts() -> None:
    line = '<div>By <a href="/jane">Jane Doe</a> | 12 May 2024, 13:25 EST</div>'
    article = _read(_page("", line + PARAGRAPHS))
    assert article.author == "Jane Doe"
    assert article.published
    assert (article.published.iso(), article.published.zone) == ("2024-05-12T18:25:00Z", "-05:00")
    assert article.text.split("\n\n") == re.findall(r"<p>(.*?)</p>", PARAGRAPHS)


def test_a_line_below_the_second_heading_gives_the_date() -> None:
    """A page with a heading for each size of screen, and its name behind the title."""
    heading = "<h1>旧灯塔四十年后重新点亮照亮海港</h1>"
    html = (
        f"<html><head><title>旧灯塔四十年后重新点亮照亮海港-港口网</title></head><body><div>{heading}<div>字体：小 中 大</div></div>"
        f"<div>{heading}<div>2024-05-24 20:52:15 来源：港口网</div></div><div id='detail'>"
        + "".join(
            f"<p>{'灯塔的玻璃由一家平时生产锅盖的工厂磨制，九海里外都能看见它的光。' * 4}第{n}段。</p>"
            for n in range(4)
        )
        + "</div></body></html>"
    )
    article = _read(html)
    assert article.published
    assert article.published.iso().startswith("2024-05-24T20:52:15")


@pytest.mark.parametrize(
    "head",
    [
        _linked(headline="Town moves its clock by eleven minutes", author={"@id": "#jane"})
        + '<script type="application/ld+json">{"@type": "Person", "@id": "#jane", "name": "Jane Doe"}</script>',
        '<script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": "Town moves its clock",'
        ' "author": [{"@id": "#jane"}]}, {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}]}</script>',
        '<script type="application/ld+json">{"@type": "Article", "http://schema.org/headline": "Town moves its clock",'
        ' "http://schema.org/author": {"http://schema.org/name": "Jane Doe"}}</script>',
        '<meta property="og:article:author" content="Jane Doe">',
    ],
    ids=["@id in another script", "@id in a graph", "keys with their address", "og:article:author"],
)
def test_an_author_that_stands_elsewhere(head: str) -> None:
    assert _read(_page(head)).author == "Jane Doe"


@pytest.mark.parametrize(
    "name", ["<b itemprop='name'>Elm Gazette</b>", "<meta itemprop='name' content='Elm Gazette'>"]
)
def test_microdata_name_title_and_site(name: str) -> None:
    publisher = f"<div itemprop='publisher' itemscope itemtype='https://schema.org/Organization'>{name}</div>"
    article = _read(
        "<html><head><title>The bridge stays closed - Elm</title></head><body>"
        "<div itemscope itemtype='https://schema.org/NewsArticle'>"
        f"<h2 itemprop='headline'>The bridge stays closed until May</h2>{publisher}"
        f"<div itemprop='articleBody'>{PARAGRAPHS}</div></div></body></html>"
    )
    assert (article.title, article.site) == ("The bridge stays closed until May", "Elm Gazette")
    assert article.facts["site"].rule == "microdata"


def test_an_author_without_a_name_is_none() -> None:
    assert (
        _read(
            _page(_linked(headline="Town moves its clock by eleven minutes", author={"@id": "#jane"}))
        ).author
        is None
    )


@pytest.mark.parametrize(
    "line", ["When: 12 August 2027, 19:00. Where: the town hall.", "Doors: 12 August 2027, 19:00"]
)
def test_the_day_of_an_event_is_no_publication(line: str) -> None:
    article = _read(_page(body=f"<p>{line}</p>{PARAGRAPHS}"))
    assert article.published is None
    assert article.text.startswith(line)


@pytest.mark.parametrize("label", ["Date", "Datum der Veröffentlichung", "Online seit", "Dated"])
def test_the_day_behind_a_publication_s_label(label: str) -> None:
    article = _read(_page(body=f"<p>{label}: 24.05.2024</p>{PARAGRAPHS}"))
    assert article.published
    assert article.published.iso() == "2024-05-24"


@pytest.mark.parametrize(
    ("free", "below", "complete"),
    [
        (
            False,
            "<h2>Subscribe to read on</h2><p>You have reached your limit of free articles this month.</p>",
            "summary",
        ),
        (False, "", "full"),
        (True, "<p>You have reached your limit of free articles this month.</p>", "full"),
    ],
    ids=["a paywall", "as a subscriber saved it", "free all the same"],
)
def test_what_a_paywall_left_of_an_article_is_a_summary(free: bool, below: str, complete: str) -> None:
    head = _linked(headline="Town moves its clock", isAccessibleForFree=free)
    assert _read(_page(head, PARAGRAPHS + below)).complete == complete


@pytest.mark.parametrize(
    "head", ["<p>Read more:</p><p>Rain is late</p>", "<p>Read more</p><ul><li>Rain is late</li></ul>"]
)
def test_an_article_above_a_list_of_others_is_full(head: str) -> None:
    last = "<p>The mayor has promised to ask the railway after all, once it is known at which of the two noons its office opens.</p>"
    article = _read(_page("", PARAGRAPHS + last + head))
    assert article.complete == "full"
    assert "Rain" not in article.text


def test_a_byline_that_metadata_knows_is_no_text_either() -> None:
    head = _linked(headline="Town moves its clock by eleven minutes", author="Jane Doe")
    article = _read(_page(head, "<p>By Jane Doe and Lin Wu</p>" + PARAGRAPHS))
    assert article.author == "Jane Doe"
    assert article.text.split("\n\n") == re.findall(r"<p>(.*?)</p>", PARAGRAPHS)


def test_quotes_code_and_tables_of_the_article_stay() -> None:
    quote = "<blockquote><p>A clock is a promise that somebody else has made for you.</p></blockquote>"
    code = "<pre><code>if noon > 1:\n    ring()</code></pre>"
    table = "<table><tr><th>Noon</th><th>Rung by</th></tr><tr><td>first</td><td>tower</td></tr><tr><td>second</td><td>priest</td></tr></table>"
    first, rest = PARAGRAPHS.split("</p>", 1)
    document = deserialize(_read(_page(body=f"{first}</p>{quote}{code}{table}{rest}")).body)
    kinds = [block.kind for block in document.blocks]
    assert "code" in kinds
    assert "table" in kinds
    assert any(block.quote and "promise" in block.text for block in document.blocks)


@pytest.mark.parametrize(
    ("verse", "text"),
    [
        (
            "The clock says one,<br>and then again one,<br>and the bus<br>is gone.",
            "The clock says one,\nand then again one,\nand the bus\nis gone.",
        ),
        (
            "<ruby>時計<rp>(</rp><rt>とけい</rt><rp>)</rp></ruby>の<ruby>針<rt>はり</rt></ruby>が<ruby>進<rt>すす</rt></ruby>む。",
            "時計(とけい)の針(はり)が進(すす)む。",
        ),
    ],
)
def test_verse_and_signs_with_their_readings_stay(verse: str, text: str) -> None:
    first, rest = PARAGRAPHS.split("</p>", 1)
    article = _read(_page(body=f"{first}</p><p>{verse}</p>{rest}"))
    assert article.text.split("\n\n")[1] == text


def test_json_ld_comes_first_and_keeps_time_and_zone() -> None:
    head = _linked(
        headline="Town moves its clock by eleven minutes",
        datePublished="2024-05-24T13:25:30+06:00",
        dateModified="2024-05-25T08:00:00Z",
        author=[{"name": "By Jane Doe"}, {"name": "https://example.com/x"}, "Omar Said and Lin Wu"],
        publisher={"name": "Valley Post"},
    )
    article = _read(_page(head + '<meta property="article:published_time" content="2020-01-01">'))
    assert article.title == "Town moves its clock by eleven minutes"
    assert article.author == "Jane Doe, Omar Said, Lin Wu"
    assert article.site == "Valley Post"
    assert article.published
    assert (article.published.iso(), article.published.zone, article.published.precision) == (
        "2024-05-24T07:25:30Z", "+06:00", "second",
    )  # fmt: skip
    assert article.updated
    assert article.updated.iso() == "2024-05-25T08:00:00Z"
    assert article.facts["published"].element == "JSON-LD datePublished"


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "Article", "headline": "H", "datePublished": "2024-05-24"}]}',
        '[{"@type": "BreadcrumbList"}, {"@type": ["Article", "NewsArticle"], "headline": "H", "datePublished": "2024-05-24"}]',
        '{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "H", "datePublished": "2024-05-24"}}',
        '<!-- {"@type": "Article", "headline": "H\nH", "datePublished": "2024-05-24"} -->',
        '// <![CDATA[\n{"@type": "Article", "headline": "H", "datePublished": "2024-05-24",}\n// ]]>',
    ],
)
def test_json_ld_in_every_shape(script: str) -> None:
    article = _read(_page(f'<script type="application/ld+json">{script}</script>'))
    assert article.title.startswith("H")
    assert article.published
    assert article.published.iso() == "2024-05-24"


@pytest.mark.parametrize(
    "script",
    ["{broken", "[" * 100_000, '{"@type": "Article", "headline": 7, "author": {"name": null}}', "null"],
)
def test_broken_json_ld_is_ignored(script: str) -> None:
    article = _read(_page(f'<script type="application/ld+json">{script}</script>'))
    assert article.title == "Town moves its clock"
    assert article.published is None


@pytest.mark.parametrize(
    ("head", "at", "zone"),
    [
        ('<meta property="article:published_time" content="2024-05-24T13:25:00+06:00">', "2024-05-24T07:25:00Z", "+06:00"),
        ('<meta name="dc.date.issued" content="2024-05-24">', "2024-05-24", None),
        ('<meta itemprop="datePublished" content="2024-05-24T07:25Z">', "2024-05-24T07:25:00Z", "UTC"),
        ('<meta name="pubdate" content="Fri, 24 May 2024 13:25:00 +0600">', "2024-05-24T07:25:00Z", "+06:00"),
        ('<link rel="canonical" href="https://news.example.bd/a/b"><meta name="date" content="2024-05-24 13:25">', "2024-05-24T07:25:00Z", "Asia/Dhaka"),
    ],
)  # fmt: skip
def test_dates_of_meta_elements(head: str, at: str, zone: str | None) -> None:
    published = _read(_page(head)).published
    assert published
    assert (published.iso(), published.zone) == (at, zone)


@pytest.mark.parametrize("content", ["yesterday", "06/01/2026", "", "0000-00-00", "2024-13-45", "1"])
def test_no_date_rather_than_a_guess(content: str) -> None:
    assert _read(_page(f'<meta name="date" content="{content}">')).published is None


def test_a_time_element_of_another_story_is_no_date() -> None:
    times = '<time datetime="2024-05-01">May</time><time datetime="2024-05-02">May</time>'
    assert _read(_page(body=PARAGRAPHS + times)).published is None


MARKS = [
    ("<!-- saved from url=(0029)https://valley.example/clock -->", "", None),
    ("<!--\n Page saved with SingleFile \n url: https://valley.example/clock \n saved date: Wed Sep 24 2025 10:11:12 GMT+0200 (CEST)\n-->", "", "2025-09-24T08:11:12Z"),
    ("<!-- Saved from https://valley.example/clock at 2023-12-01T10:30:45Z using monolith v2.8.1 -->", "", "2023-12-01T10:30:45Z"),
    ("", '<meta name="savepage-url" content="https://valley.example/clock"><meta name="savepage-date" content="Wed Sep 24 2025 10:11:12 GMT+0200 (CEST)">', "2025-09-24T08:11:12Z"),
    ("", '<script src="https://web-static.archive.org/_static/js/wombat.js"></script><link rel="canonical" href="https://web.archive.org/web/20190203040506/https://valley.example/clock">', "2019-02-03T04:05:06Z"),
    ("", '<script>\n  __wm.wombat("https://valley.example/clock","20190203040506","https://web.archive.org/","web");\n</script><link rel="stylesheet" href="https://web.archive.org/web/20181231000000cs_/https://cdn.example/s.css">', "2019-02-03T04:05:06Z"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "head", "captured"), MARKS)
def test_marks_of_saving_programs(before: str, head: str, captured: str | None) -> None:
    article = _read(_page(head, before=before))
    assert article.link == "https://valley.example/clock"
    assert (article.captured.iso() if article.captured else None) == captured


def test_relative_links_are_joined_to_where_the_page_came_from() -> None:
    body = PARAGRAPHS.replace("The town", '<a href="/town">The town</a>')
    document = deserialize(_read(_page(body=body, before=MARKS[0][0])).body)
    assert any(
        span.href == "https://valley.example/town" for block in document.blocks for span in block.spans
    )


def test_inlined_pictures_are_dropped_before_parsing() -> None:
    picture = f'<img alt="clock" src="data:image/png;base64,{"A" * 30_000_000}">'
    article = _read(_page(body=picture + PARAGRAPHS))
    assert article.words > 80
    assert len(article.body) < 20_000


def test_a_page_that_is_too_large_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="larger than 40 MB"):
        _read("<html><body>" + "<p>word</p>" * 4_000_000)


def test_an_article_that_cannot_be_found_is_the_whole_page_with_a_notice() -> None:
    boxes = "".join(
        f"<div><a href='/{n}'>Offer number {n}</a> <span>only today and only here, {n} left of it.</span></div>"
        for n in range(60)
    )
    article = _read(f"<html><body>{boxes}</body></html>")
    document = deserialize(article.body)
    if document.blocks[0].kind == "notice":
        assert "whole page" in document.blocks[0].text
    assert all(f"Offer number {n}" in article.text for n in range(60))


def test_a_page_whose_article_is_doubtful_is_never_called_full() -> None:
    notes = "".join(
        f"<aside class='sidebar'><p>The {word} of the harbour is told of in its own note, which nobody but the "
        f"keeper of the {word} has ever read to its end.</p></aside>"
        for word in ("lamp", "rope", "wheel", "gate", "bell", "crane", "tide", "boat", "net", "mast")
    )
    article = _read(f"<html><head><title>Notes</title></head><body>{notes}</body></html>")
    assert "keeper of the mast" in article.text
    assert article.complete == "summary"


def test_a_short_article_beside_much_other_prose_is_shown_alone() -> None:
    """Readers' comments and other notes are no reason to show the whole page."""
    story = "".join(
        f"<p>The {word} of the old quay was mended this week, and the board thanks all who helped with it.</p>"
        for word in ("lamp", "rope", "bell", "gate", "crane")
    )
    others = "".join(
        f"<div class='comment'><p>Reader number {n} said at great length that the {n}th plank is still loose, "
        "that nobody ever looks at it, and that it will be the end of somebody one day, mark these words.</p></div>"
        for n in range(30)
    )
    page = (
        "<html><head><title>Mended</title></head><body><article><h1>Mended</h1>"
        f"{story}</article><section id='comments' class='comments'>{others}</section></body></html>"
    )
    article = _read(page)
    assert all(f"The {word} of" in article.text for word in ("lamp", "rope", "bell", "gate", "crane"))
    assert "Reader number" not in article.text
    assert article.complete == "summary"


def test_a_notice_below_the_page_s_title_is_its_article() -> None:
    """However few its words are beside the page's menus and boxes."""
    notice = "<p>The ferry does not run on Monday: its piano is being tuned, and the tuner asks for a harbour without engines and without any gulls.</p>"
    boxes = "".join(
        f"<aside><h3>Also in the harbour, part {n}</h3><p>What else goes on between pier and market, day {n} of March</p></aside>"
        for n in range(30)
    )
    html = (
        f"<html><head><title>No ferry on Monday</title></head><body>{MENU}<div><h1>No ferry on Monday</h1>{notice}</div>"
        f"{boxes}</body></html>"
    )
    article = _read(html)
    assert article.complete == "summary"
    assert article.text == re.sub(r"<[^>]*>", "", notice)


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        _read("<html><body><script>x()</script></body></html>")


@pytest.mark.parametrize(
    ("canonical", "link"),
    [
        ("https://m.bbc.co.uk/news/1", "https://m.bbc.co.uk/news/1"),
        ("https://www.gov.co.uk/news/1", "https://www.bbc.co.uk/news/1"),
    ],
)
def test_a_page_names_its_own_address_on_its_own_site_only(canonical: str, link: str) -> None:
    page = f"<link rel=canonical href={canonical}><h1>The ferry came back</h1>" + "<p>It had been away. " * 40
    article = read_page(page.encode(), {"content-type": "text/html"}, "https://www.bbc.co.uk/news/1", NOW)
    assert article.link == link


def test_a_page_of_the_web() -> None:
    article = read_page(
        _page().encode("utf-16"),
        {"content-type": "text/html; charset=utf-16"},
        "https://valley.example/clock?x=1",
        NOW,
    )
    assert article.link == "https://valley.example/clock?x=1"
    assert article.site == "valley.example"
    assert article.captured
    assert article.captured.at == NOW
    assert "file" not in article.facts


def test_a_picture_of_the_web_is_no_page() -> None:
    with pytest.raises(UnreadableFile, match="PNG"):
        read_page(b"\x89PNG\r\n\x1a\n\0\0", {"content-type": "text/html"}, "https://valley.example/x", NOW)


def _tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _f1(found: str, wanted: str) -> float:
    first, second = _tokens(found), _tokens(wanted)
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def test_text_of_real_pages_is_at_least_as_good_as_what_found_it(corpus: Path) -> None:
    import trafilatura

    own, alone = [], []
    for source in sorted((corpus / "pages").glob("*/source.html")):
        data = source.read_bytes()
        wanted = to_text(from_html(source.with_name("expected.html").read_bytes()))
        own.append(_f1(_read(data, str(source)).text, wanted))
        alone.append(
            _f1(trafilatura.extract(data.decode("utf-8", "replace"), include_comments=False) or "", wanted)
        )
    assert len(own) == 29
    assert sum(own) / len(own) >= max(0.97, sum(alone) / len(alone))


def test_days_of_real_pages(corpus: Path) -> None:
    for told in sorted((corpus / "pages").glob("*/expected-metadata.json")):
        wanted = json.loads(told.read_text("utf-8")).get("publishedTime")
        published = _read(told.with_name("source.html").read_bytes()).published
        if wanted:
            assert published
            assert published.iso()[:10] == wanted[:10]


BEGUN = b"<!doctype html><html><head><title>Tide tables</title></head><body><article>"
SENTENCES = b"<p>The tide tables are drawn by hand, and they are right to the minute.</p>" * 9


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (b"<p>The harbour master keeps the old ones and", True),
        (b"<p>The harbour master <a href='https://harb", True),
        (b"<p>The harbour master keeps them.", False),
        (b"<p>The harbour master keeps them\n", False),
        (b"<p>The harbour master keeps the old ones and</article></body>", False),
        (b"", False),
    ],
)
def test_a_page_that_breaks_off_is_kept_and_named(end: bytes, told: bool) -> None:
    (article,) = read_saved(BEGUN + SENTENCES + end, "tides.html", None, 0)
    assert article.words > 100
    assert article.ignored == (("the file breaks off and its end is missing",) if told else ())


def test_a_journal_names_each_author_by_itself() -> None:
    names = ("Roe, Jane", "Said, Omar", "Ana de la Cruz")
    metas = "".join(f'<meta name="citation_author" content="{name}">' for name in names)
    assert _read(_page(metas)).author == "Jane Roe, Omar Said, Ana de la Cruz"


def test_a_page_without_a_picture_in_its_text_has_the_one_that_it_names() -> None:
    named = '<meta property="og:image" content="/mill.png">'
    url = "https://harbour.example/news/mill.html"
    article = read_page(_page(named).encode(), {"content-type": "text/html"}, url, NOW)
    first = deserialize(article.body).blocks[0]
    assert (first.kind, first.src) == ("figure", "https://harbour.example/mill.png")


def test_a_page_that_is_a_list_of_links_is_no_whole_article() -> None:
    links = "".join(
        f"<div><a href='/{number}'>Story {number} of the harbour</a></div>" for number in range(60)
    )
    page = f"<html><head><title>The Harbour</title></head><body>{links}<p>Few words that say little of the page.</p></body></html>"
    (article,) = read_saved(page.encode(), "page.html", None, 1_764_000_000)
    assert article.complete == "summary"
