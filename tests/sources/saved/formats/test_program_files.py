"""What programs add when they make a PDF, a book, a letter, Markdown of a page: none of it is the article."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import io
import json
import zipfile

from reader.model import ParsedArticle
from reader.sources.saved import read_saved

FIRST = "The small ferry that crosses the harbour eleven times a day has been fitted with an upright piano, bolted"
SECOND = "It is played by a woman who taught music for thirty years and who rows to work."
THIRD = "A tuner comes every second Tuesday, and the gulls have learned two of the waltzes."
REST = "to the deck between the lifejackets and the bicycle rack."


def _read(data: bytes | str, path: str) -> ParsedArticle:
    (article,) = read_saved(data if isinstance(data, bytes) else data.encode(), path, None, 1_764_000_000)
    return article


def _published(article: ParsedArticle) -> str | None:
    return article.published.iso() if article.published else None


def _pdf(rows: list[str], title: str) -> bytes:
    """A PDF of one page with a row of text for each string."""
    shown = b"".join(b"(%s) Tj T* " % row.encode("latin-1") for row in rows)
    stream = b"BT /F1 9 Tf 12 TL 40 760 Td " + shown + b"ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title(%s)>>" % title.encode("latin-1"),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 7\n0000000000 65535 f \n" + table + end


def test_a_page_that_a_browser_printed_into_a_pdf() -> None:
    rows = [
        "5/25/24, 9:12 PM Harbour ferry gets a piano | The Tidewater Post",
        "Home News Sport",
        "Harbour ferry gets a piano",
        "By Ottilie Marsh",
        "24 May 2024, 13:25 BST",
        FIRST,
        REST,
        SECOND,
        THIRD,
        "Related",
        "Lighthouse keeper retires twice",
        "https://tidewater.example/ferry 1/1",
    ]
    article = _read(_pdf(rows, "Harbour ferry gets a piano | The Tidewater Post"), "page.pdf")
    assert (article.title, article.author) == ("Harbour ferry gets a piano", "Ottilie Marsh")
    assert (article.site, _published(article)) == ("The Tidewater Post", "2024-05-24T12:25:00Z")
    assert article.text.split("\n\n") == [f"{FIRST} {REST}", SECOND, THIRD]


def test_a_pdf_that_is_no_page_keeps_all_its_text() -> None:
    rows = [
        "Table 7",
        *(f"Harbour {number}: {number * 12} ferries a day" for number in range(12)),
        FIRST,
        REST,
    ]
    article = _read(_pdf(rows, ""), "report.pdf")
    assert all(f"Harbour {number}" in article.text for number in range(12))


def test_a_newsletter_without_what_its_sender_puts_around_it() -> None:
    html = (
        '<table><tr><td><a href="https://slack.example/p/61">View in browser</a></td></tr>'
        "<tr><td><h1>Letter 61: Small harbours</h1><p>Idris Vaughan</p><p>Nov 27</p></td></tr>"
        f"<tr><td><p>{FIRST} {REST}</p><p>{SECOND}</p></td></tr>"
        "<tr><td><p>© 2022 Slack Water<br>12 Quay Street</p><p>Unsubscribe</p></td></tr></table>"
    )
    article = _read(
        "From: Idris Vaughan from Slack Water <s@news.example>\nSubject: Letter 61: Small harbours\n"
        "Date: Sun, 27 Nov 2022 08:15:00 +0000\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
        + html,
        "letter.eml",
    )
    assert (article.author, article.site) == ("Idris Vaughan", "Slack Water")
    assert article.link == "https://slack.example/p/61"
    assert article.text.split("\n\n") == [f"{FIRST} {REST}", SECOND]


def test_a_letter_of_nothing_but_such_lines_is_kept() -> None:
    article = _read(
        "From: List <l@news.example>\nSubject: Goodbye\nDate: Sun, 27 Nov 2022 08:15:00 +0000\n"
        "Content-Type: text/html\n\n<p>You are receiving this for the last time.</p><p>Unsubscribe</p>",
        "letter.eml",
    )
    assert "last time" in article.text


def test_a_page_made_into_a_book_has_its_own_day_and_not_the_book_s() -> None:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>Ferry gets a piano | The Tidewater Post</dc:title><dc:date>2026-01-02T03:04:05Z</dc:date>"
        '</metadata><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>'
    )
    chapter = (
        "<html><body><h1>Ferry gets a piano</h1><p>Source: https://tidewater.example/ferry</p>"
        f"<p>By Ottilie Marsh</p><p>24 May 2024, 13:25 BST</p><p>{FIRST} {REST}</p><p>{SECOND}</p></body></html>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="c.opf"/></rootfiles></container>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        for name, content in (
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", container),
            ("c.opf", opf),
            ("a.xhtml", chapter),
        ):
            book.writestr(name, content)
    article = _read(target.getvalue(), "page.epub")
    assert (article.title, article.author) == ("Ferry gets a piano", "Ottilie Marsh")
    assert (article.site, _published(article)) == ("The Tidewater Post", "2024-05-24T12:25:00Z")
    assert article.link == "https://tidewater.example/ferry"
    assert article.text.split("\n\n") == [f"{FIRST} {REST}", SECOND]


def test_a_page_made_into_markdown_with_a_line_for_its_address() -> None:
    address = "https://tidewater.example/ferry"
    article = _read(
        f"# Ferry gets a piano\n\nBy Ottilie Marsh\n\nSource: [{address}]({address})\n\n24 May 2024, 13:25 BST\n\n"
        f"{FIRST} {REST}\n\n{SECOND}\n",
        "page.md",
    )
    assert (article.link, article.author) == (address, "Ottilie Marsh")
    assert _published(article) == "2024-05-24T12:25:00Z"
    assert article.text.split("\n\n") == [f"{FIRST} {REST}", SECOND]


def test_an_export_that_has_the_address_inside_the_entry() -> None:
    entry = {
        "createdAt": 1_716_553_500,
        "title": "Ferry gets a piano",
        "tags": ["sea"],
        "content": {"type": "link", "url": "https://tidewater.example/ferry", "title": None},
        "archived": True,
        "favourited": True,
    }
    article = _read(json.dumps({"bookmarks": [entry]}), "bookmarks.json")
    assert (article.title, article.link) == ("Ferry gets a piano", "https://tidewater.example/ferry")
    assert (article.tags, article.read, article.starred) == (("sea",), True, True)
    assert article.captured
    assert article.captured.iso() == "2024-05-24T12:25:00Z"
