"""Every kind of file that holds an article, each made here as its program makes it."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import base64
import gzip
import io
import json
import plistlib
import zipfile
from collections.abc import Mapping

import pytest

from reader.document.serialization import deserialize
from reader.model import ParsedArticle
from reader.sources.saved import UnreadableFile, read_saved

MTIME = 1_718_500_000
NOW = 1_719_000_000
URL = "https://quay.example/lamp"
SENTENCE = (
    "The lamp on the quay has been lit every evening since the harbour was built, and nobody knows who pays."
)
PARAGRAPHS = (
    f"<p>{SENTENCE}</p><p>It burns whale oil, some say. Others have seen a man with a can at dusk.</p>" * 3
)
PAGE = (
    "<html lang='en'><head><title>The lamp on the quay - Quay News</title>"
    '<meta property="og:site_name" content="Quay News">'
    '<meta property="article:published_time" content="2024-05-24T13:25:00+06:00"></head>'
    f"<body><article><h1>The lamp on the quay</h1>{PARAGRAPHS}</article></body></html>"
)


def _zip(members: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _all(data: bytes | str, path: str) -> tuple[ParsedArticle, ...]:
    return read_saved(data if isinstance(data, bytes) else data.encode(), path, MTIME, NOW)


def _one(data: bytes | str, path: str) -> ParsedArticle:
    (article,) = _all(data, path)
    return article


def _captured(article: ParsedArticle) -> str | None:
    return article.captured.iso() if article.captured else None


def _is_the_page(article: ParsedArticle) -> None:
    assert article.title == "The lamp on the quay"
    assert article.site == "Quay News"
    assert article.published
    assert article.published.iso() == "2024-05-24T07:25:00Z"
    assert article.text.startswith(SENTENCE)
    assert article.complete == "full"


def test_markdown_with_front_matter() -> None:
    article = _one(
        f'---\ntitle: Foo: bar\nsource: {URL}\nauthor:\n  - "[[Jane Doe]]"\npublished: 2024-05-24\n'
        "created: 2024-06-01\ntags:\n  - clippings\n  - sea\n---\n\n# Foo: bar\n\nText **in bold** [here](/x).\n",
        "clip.md",
    )
    assert (article.title, article.author, article.link, article.tags) == (
        "Foo: bar",
        "Jane Doe",
        URL,
        ("sea",),
    )
    assert article.published
    assert article.published.iso() == "2024-05-24"
    assert _captured(article) == "2024-06-01"
    assert article.text == "Text in bold here."
    assert deserialize(article.body).blocks[0].spans[-1].href == "https://quay.example/x"


def test_the_day_of_clipping_is_never_the_publication() -> None:
    article = _one("---\ntitle: A\ncreated: 2024-06-01\ndate: 2024-06-02\n---\nText.\n", "clip.md")
    assert article.published is None
    assert _captured(article) == "2024-06-01"


@pytest.mark.parametrize(
    "keys",
    [
        f"link: <{URL}>",
        f'url: "[Lamp]({URL})"',
        f"source: The Quay Courier\nurl: {URL}",
        f"url: /lamp\ncanonical: {URL}",
    ],
)
def test_the_address_among_the_keys(keys: str) -> None:
    article = _one(f"---\ntitle: Lamp\n{keys}\n---\nText.\n", "clip.md")
    assert (article.link, article.site) == (URL, "quay.example")


def test_quotes_of_front_matter() -> None:
    article = _one("---\ntitle: 'It''s lit'\ntags: [sea, \"oil, whale\"]\n---\nText.\n", "clip.md")
    assert (article.title, article.tags) == ("It's lit", ("sea", "oil", "whale"))


ADDRESS = "source: https://quay.example/lamp"


@pytest.mark.parametrize(
    ("keys", "published", "captured"),
    [
        ("date: 2024-03-02", "2024-03-02", None),
        ("publish_date: 2024-03-02", "2024-03-02", None),
        ("published: 2024-03-02\ntags: [clippings]", "2024-03-02", None),
        ("date: 2024-03-02\ncreated: 2024-04-01", "2024-03-02", "2024-04-01"),
        (f"date: 2024-03-02\n{ADDRESS}", "2024-03-02", None),
        (f"date: 2024-03-02\n{ADDRESS}\ntags:\n  - clippings", None, "2024-03-02"),
        (f"date: 2024-03-02\nclipped: 2024-04-01\n{ADDRESS}\ntags: [clippings]", "2024-03-02", "2024-04-01"),
        (f"date: 2024-03-02\npublished: 2024-03-01\n{ADDRESS}", "2024-03-01", "2024-03-02"),
    ],
)
def test_date_is_the_publication_but_in_clippings(
    keys: str, published: str | None, captured: str | None
) -> None:
    (article,) = read_saved(f"---\ntitle: A\n{keys}\n---\nText.\n".encode(), "clip.md", None, NOW)
    assert (article.published.iso() if article.published else None) == published
    assert _captured(article) == captured


@pytest.mark.parametrize(
    "lines", ["By Jane Doe\n\n12 May 2024", "By Jane Doe\n12 May 2024", "**By Jane Doe** | 12 May 2024"]
)
def test_byline_and_date_below_a_heading_are_no_text(lines: str) -> None:
    article = _one(f"# The lamp\n\n{lines}\n\n{SENTENCE}\n\nBy the sea it is dark.\n", "lamp.md")
    assert (article.title, article.author) == ("The lamp", "Jane Doe")
    assert article.published
    assert article.published.iso() == "2024-05-12"
    assert article.text == f"{SENTENCE}\n\nBy the sea it is dark."


def test_a_line_that_says_something_else_than_the_front_matter_stays() -> None:
    article = _one(f"---\ntitle: Lamp\nauthor: Omar Said\n---\nBy Jane Doe\n\n{SENTENCE}\n", "lamp.md")
    assert article.author == "Omar Said"
    assert article.text == f"By Jane Doe\n\n{SENTENCE}"


def test_markdown_of_readwise() -> None:
    article = _one(
        "# Lamp\n\n![rw-book-cover](https://x.example/y.png)\n\n## Metadata\n- Author: [[Jane Doe]]\n"
        f"- Full Title: The Lamp on the Quay\n- URL: {URL}\n- Document Tags: #sea #oil\n\n## Highlights\n- The lamp burns.\n",
        "Lamp.md",
    )
    assert (article.title, article.author, article.link) == ("The Lamp on the Quay", "Jane Doe", URL)
    assert article.tags == ("sea", "oil")


@pytest.mark.parametrize(
    ("export", "path", "text"),
    [
        (
            f"URL,Title,Selection,Folder,Timestamp\n{URL},One,The lamp burns.,Unread,1716535500\n",
            "i.csv",
            "The lamp burns.",
        ),
        (
            f'id,title,note,excerpt,url,tags,created\n1,One,"Ask ""Jo""",The lamp burns.,{URL},,2024-05-24\n',
            "raindrop.csv",
            'Ask "Jo"\n\nThe lamp burns.',
        ),
        (
            f'[{{"href": "{URL}", "description": "One", "extended": "<b> & co", "tags": ""}}]',
            "p.json",
            "<b> & co",
        ),
        (
            f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF="{URL}">One</A>\n<DD>Ask &lt;Jo&gt;\n'
            f'<DT><A HREF="{URL}/2">Two</A>\n</DL>',
            "b.html",
            "Ask <Jo>",
        ),
    ],
)
def test_a_note_in_an_export_is_kept_as_the_article_s_summary(export: str, path: str, text: str) -> None:
    first, *others = _all(export, path)
    assert (first.title, first.text, first.complete) == ("One", text, "summary")
    assert [(other.text, other.complete) for other in others] in ([], [("", "none")])


def test_markdown_of_omnivore() -> None:
    article = _one(
        f"# The lamp\n#Omnivore\n\n[Read on Omnivore](https://omnivore.example/me/lamp)\n[Read Original]({URL})\n\n"
        f"{SENTENCE}\n",
        "Lamp.md",
    )
    assert (article.title, article.link) == ("The lamp", URL)
    assert "Omnivore]" not in article.text
    assert "Read Original" not in article.text
    assert article.text.endswith(SENTENCE)


def test_markdown_with_toml() -> None:
    article = _one(
        f'+++\ntitle = "The lamp: on the quay"\ndate = 2024-05-24T13:25:00+06:00\ntags = ["sea", "oil"]\n'
        f'draft = false\n[params]\nauthor = "Jane Doe"\n+++\n\n{SENTENCE}\n',
        "lamp.md",
    )
    assert (article.title, article.author, article.tags) == (
        "The lamp: on the quay",
        "Jane Doe",
        ("sea", "oil"),
    )
    assert article.published
    assert article.published.iso() == "2024-05-24T07:25:00Z"
    assert (article.text, article.ignored) == (SENTENCE, ())


def test_damaged_toml_is_named() -> None:
    article = _one(f'+++\ntitle = "The lamp\n+++\n\n{SENTENCE}\n', "lamp.md")
    assert article.ignored == ("its front matter is damaged and left out",)
    assert article.text == SENTENCE


def test_a_mailed_newsletter() -> None:
    article = _one(
        "From: Quay Letter <letter@quay.example>\nTo: me@home.example\nSubject: =?utf-8?q?The_l=C3=A4mp?=\n"
        "Date: Fri, 24 May 2024 13:25:00 +0600\nList-Id: The Quay <quay.list.example>\nMessage-ID: <1@quay.example>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=BB\n\n--BB\n"
        f"Content-Type: text/plain; charset=utf-8\n\nView this post on the web at {URL}\n\nThe lamp.\n--BB\n"
        f"Content-Type: text/html; charset=utf-8\n\n{PARAGRAPHS}\n--BB--\n",
        "letter.eml",
    )
    assert (article.title, article.author, article.site) == ("The lämp", "Quay Letter", "The Quay")
    assert (article.link, article.key) == (URL, "1@quay.example")
    assert article.published
    assert (article.published.iso(), article.published.zone) == ("2024-05-24T07:25:00Z", "+06:00")
    assert article.text.startswith(SENTENCE)
    assert article.facts["title"].header == "Subject"


@pytest.mark.parametrize("letters", [None, 400, 401, 402, 403])
def test_a_message_that_breaks_off(letters: int | None) -> None:
    encoded = "Content-Transfer-Encoding: base64\n" if letters else ""
    html = base64.b64encode(PARAGRAPHS.encode()).decode()[:letters] if letters else PARAGRAPHS[:-40]
    article = _one(
        "From: A <a@quay.example>\nSubject: The lamp\nDate: Fri, 24 May 2024 13:25:00 +0600\nMIME-Version: 1.0\n"
        f"Content-Type: multipart/alternative; boundary=BB\n\n--BB\nContent-Type: text/html\n{encoded}\n{html}",
        "letter.eml",
    )
    assert article.text.startswith(SENTENCE)
    assert article.ignored == ("the message breaks off and its end is missing",)


def test_a_page_saved_as_a_message_that_breaks_off() -> None:
    article = _one(
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {URL}\nSubject: The lamp\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="M"\n\n--M\nContent-Type: text/html\n'
        f"Content-Location: {URL}\n\n{PAGE}\n",
        "page.mhtml",
    )
    _is_the_page(article)
    assert article.ignored == ("the message breaks off and its end is missing",)


def test_a_mailbox_holds_many() -> None:
    message = "From a@b Fri May 24 13:25:00 2024\nFrom: A <a@b.example>\nSubject: {}\nDate: Fri, 24 May 2024 13:25:00 +0600\n\nThe message.\n>From here on.\n\n"
    articles = _all("".join(message.format(number) for number in range(3)), "letters.mbox")
    assert [article.title for article in articles] == ["0", "1", "2"]
    assert all("From here on." in article.text and ">" not in article.text for article in articles)
    assert [article.ignored for article in articles] == [(), (), ()]


def test_messages_of_a_mailbox_that_say_nothing_are_counted() -> None:
    begun = "From a@b Fri May 24 13:25:00 2024\nFrom: A <a@b.example>\n"
    (article,) = _all(f"{begun}Subject: One\n\nThe message.\n\n{begun}\n\n{begun}\n\n", "letters.mbox")
    assert article.text == "The message."
    assert article.ignored == ("of its 3 messages, 2 without text left out",)


def test_mhtml_keeps_the_day_of_saving_apart() -> None:
    encoded = PAGE.replace("=", "=3D")
    article = _one(
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {URL}\nSubject: =?utf-8?Q?The=20lamp=E2=80=A6?=\n"
        "Date: Sat, 15 Jun 2024 10:00:00 -0000\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
        '\ttype="text/html";\n\tboundary="--M"\n\n----M\nContent-Type: text/html\n'
        f"Content-Transfer-Encoding: quoted-printable\nContent-Location: {URL}\n\n{encoded}\n----M--\n",
        "page.mhtml",
    )
    _is_the_page(article)
    assert (article.link, _captured(article)) == (URL, "2024-06-15T10:00:00Z")


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_webarchive_in_a_chinese_encoding(form: plistlib.PlistFormat) -> None:
    main = {
        "WebResourceData": PAGE.replace("whale oil", "鲸油").encode("gb18030"),
        "WebResourceURL": URL,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "gb18030",
    }
    article = _one(plistlib.dumps({"WebMainResource": main}, fmt=form), "page.webarchive")
    _is_the_page(article)
    assert "鲸油" in article.text
    assert article.link == URL
    assert article.captured
    assert article.captured.at == MTIME


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (f"[InternetShortcut]\r\nURL={URL}\r\n", "The lamp.url"),
        (
            f"[{{000214A0-0000-0000-C000-000000000046}}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nURL={URL}\r\n",
            "The lamp.url",
        ),
        (plistlib.dumps({"URL": URL}), "The lamp.webloc"),
        (plistlib.dumps({"URL": URL}, fmt=plistlib.FMT_BINARY), "The lamp.webloc"),
        (f"[Desktop Entry]\nType=Link\nName=The lamp\nURL={URL}\n", "x.desktop"),
    ],
)
def test_a_file_that_holds_an_address(data: bytes | str, path: str) -> None:
    article = _one(data, path)
    assert (article.title, article.link, article.complete, article.text) == ("The lamp", URL, "none", "")


LEXIS = """
                               1 of 2 DOCUMENTS


                              The Quay Courier

                            January 11, 2010 Monday

Lamp burns on the quay

BYLINE: Jane Doe

SECTION: NEWS; Pg. 3

LENGTH: 355 words


The lamp on the quay has been lit every evening since the harbour was built,
and nobody remembers who pays.

It burns oil.

LOAD-DATE: January 12, 2010

LANGUAGE: ENGLISH

Copyright 2010 The Quay Courier
All Rights Reserved

                               2 of 2 DOCUMENTS


                              The Quay Courier

                            January 13, 2010 Wednesday

Lamp goes out

LENGTH: 35 words

The lamp went out.

LOAD-DATE: January 14, 2010
"""


def test_a_list_of_addresses() -> None:
    first, second = _all(f"{URL}\n{URL}/2\n{URL}\n", "later.txt")
    assert [(first.link, first.title), (second.link, second.title)] == [(URL, ""), (f"{URL}/2", "")]
    many = _all("".join(f"{URL}/{number}\n" for number in range(3_000)), "later.txt")
    assert len(many) == 3_000


def test_lexisnexis() -> None:
    first, second = _all(LEXIS, "news.TXT")
    assert (first.title, first.author, first.site) == (
        "Lamp burns on the quay",
        "Jane Doe",
        "The Quay Courier",
    )
    assert first.text == (
        "The lamp on the quay has been lit every evening since the harbour was built, and nobody remembers who pays.\n\nIt burns oil."
    )
    assert first.published
    assert first.published.iso() == "2010-01-11"
    assert first.facts["title"].line == 9
    assert (second.title, second.text) == ("Lamp goes out", "The lamp went out.")


@pytest.mark.parametrize(
    ("line", "author", "length", "language"),
    [
        ("{} von 2 DOKUMENTEN", "AUTOR", "LÄNGE: 35 Wörter", "SPRACHE: GERMAN; DEUTSCH"),
        ("Dokument {} von 2", "AUTOR", "LÄNGE: 35 Wörter", "SPRACHE: GERMAN; DEUTSCH"),
        ("Document {} de 2", "AUTEUR", "LONGUEUR: 35 mots", "LANGUE: FRENCH; FRANÇAIS"),
    ],
)
def test_lexisnexis_in_german_and_french(line: str, author: str, length: str, language: str) -> None:
    def part(number: int, title: str) -> str:
        return (
            f"{' ' * 30}{line.format(number)}\n\n\n{' ' * 30}Die Hafenpost\n\n{' ' * 30}24. Mai 2024 Freitag\n\n{title}\n\n"
            f"{author}: Jutta Brand\n\n{length}\n\n{SENTENCE}\n\nUPDATE: 25. Mai 2024\n\n{language}\n\nCopyright 2024 Hafenpost\n\n"
        )

    first, second = _all(part(1, "Die Lampe am Kai") + part(2, "Die zweite Lampe"), "news.TXT")
    assert (first.title, first.author, first.site) == ("Die Lampe am Kai", "Jutta Brand", "Die Hafenpost")
    assert first.published
    assert first.published.iso() == "2024-05-24"
    assert (second.title, second.text) == ("Die zweite Lampe", SENTENCE)


def test_factiva() -> None:
    first, second = _all(
        "HD\nLamp burns on\nBY By Jane Doe\nWC 120 words\nPD 11 January 2010\nSN Quay Courier\nSC QC\nLA English\n"
        "LP\nThe lamp burns on the quay.\nTD\nIt has burned for long.\nAN Document QC0000\n"
        "HD\nSecond one\nWC 12 words\nPD 12 January 2010\nSN Quay Courier\nLP\nAnother.\nAN Document QC0001\n",
        "factiva.txt",
    )
    assert (first.title, first.author, first.site, first.key) == (
        "Lamp burns on",
        "Jane Doe",
        "Quay Courier",
        "Document QC0000",
    )
    assert first.text == "The lamp burns on the quay.\n\nIt has burned for long."
    assert (second.title, second.text) == ("Second one", "Another.")


CSV = [
    ("sep=;\r\ntitle;url;time_added;tags;status\r\nOne;{};1716535500;a|b;archive\r\n", "2024-05-24T07:25:00Z", ("a", "b"), True, False),
    ("title,url,time_added,tags,status\nOne,{},1716535500,a|b,archive\n", "2024-05-24T07:25:00Z", ("a", "b"), True, False),
    ("URL,Title,Selection,Folder\n{},One,,Archive\n", None, (), True, False),
    ("URL,Title,Selection,Folder,Timestamp\n{},One,,Unread,1716535500\n", "2024-05-24T07:25:00Z", (), False, False),
    ('URL,Title,Selection,Folder,Timestamp,Tags\n{},One,,Starred,1716535500,"[""a"",""b""]"\n', "2024-05-24T07:25:00Z", ("a", "b"), False, True),
    ('id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,One,,,{},Unsorted,"a, b",2024-05-24T13:25:00.000Z,,,true\n', "2024-05-24T13:25:00Z", ("a", "b"), False, True),
    ("Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\nOne,{},01,\"['a', 'b']\",2024-05-24 13:25:00+00:00,0,archive,True\n", "2024-05-24T13:25:00Z", ("a", "b"), True, False),
    ("Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight_Count,Last Interaction Date,File Id\nOne,Jane,Quay,{},a;b,100,False,True,True,0,2024-05-24,1\n", "2024-05-24", ("a", "b"), True, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "added", "tags", "read", "starred"), CSV)
def test_read_later_tables(
    text: str, added: str | None, tags: tuple[str, ...], read: bool, starred: bool
) -> None:
    article = _one(text.format(URL), "export.csv")
    assert (article.title, article.link, article.complete) == ("One", URL, "none")
    assert (_captured(article), article.tags, article.read, article.starred) == (added, tags, read, starred)


def test_a_title_that_is_the_address_is_none() -> None:
    assert _one(f"title,url\n{URL},{URL}\n", "export.csv").title == ""


def test_pocket_s_zip_and_its_old_html() -> None:
    assert _one(_zip({"part_000000.csv": CSV[1][0].format(URL)}), "pocket.zip").link == URL
    first, second = _all(
        "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
        '<li><a href="https://a.example/1" time_added="1716535500" tags="a,b">One</a></li></ul>'
        '<h1>Read Archive</h1><ul><li><a href="https://a.example/2" time_added="1716535500" tags="">Two</a></li></ul></body></html>',
        "ril_export.html",
    )
    assert (first.title, first.tags, first.read) == ("One", ("a", "b"), False)
    assert (second.title, second.tags, second.read) == ("Two", (), True)


def test_bookmarks_of_browsers() -> None:
    netscape = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p>\n<DT><H3>F</H3>\n<DL><p>"
        f'<DT><A HREF="{URL}" ADD_DATE="1716535500" TAGS="a,b">One &amp; all</A>\n<DD>note\n<DT><A HREF="javascript:x">Bad</A></DL><p></DL>'
    )
    firefox = json.dumps(
        {"children": [{"title": "One & all", "uri": URL, "dateAdded": 1716535500000000}, {"uri": "place:x"}]}
    )
    chrome = json.dumps(
        {
            "roots": {
                "bar": {"children": [{"name": "One & all", "url": URL, "date_added": "13361009100000000"}]}
            }
        }
    )
    for data, path in ((netscape, "b.html"), (firefox, "b.json"), (chrome, "Bookmarks")):
        article = _one(data, path)
        assert (article.title, article.link, _captured(article)) == ("One & all", URL, "2024-05-24T07:25:00Z")


def test_bookmarks_that_break_off() -> None:
    start = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
    first, last = _all(f'{start}<DT><A HREF="{URL}">One</A>\n<DT><A HREF="{URL}s">The sec', "b.html")
    assert (first.title, first.ignored) == ("One", ())
    assert (last.link, last.ignored) == (f"{URL}s", ("the file breaks off and its end is missing",))


def test_the_whole_entries_of_an_export_that_breaks_off() -> None:
    entries = json.dumps([{"url": f"{URL}/{number}", "title": "One"} for number in range(3)])
    first, last = _all(entries[:-20], "export.json")
    assert [first.link, last.link] == [f"{URL}/0", f"{URL}/1"]
    assert last.ignored == ("its JSON is damaged and what stands behind the damage is left out",)


def test_rows_without_an_address_are_counted() -> None:
    (only,) = _all(f"title,url,tags\nOne,{URL},\nMail,instapaper://private/1,\n,,\nCut of", "export.csv")
    assert only.link == URL
    assert only.ignored == ("of its 3 rows, 2 without an address of the web left out",)


def test_exports_with_the_text() -> None:
    wallabag = json.dumps(
        [
            {
                "title": "One",
                "url": URL,
                "content": PARAGRAPHS,
                "is_archived": 1,
                "is_starred": 0,
                "created_at": "2024-05-24T13:25:00+0200",
                "tags": ["x"],
            }
        ]
    )
    metadata = json.dumps(
        [
            {
                "id": "1",
                "slug": "one",
                "title": "One",
                "url": URL,
                "state": "Archived",
                "savedAt": "2024-05-24T11:25:00.000Z",
                "labels": ["x"],
            }
        ]
    )
    omnivore = _zip({"metadata_0_to_20.json": metadata, "content/one.html": PARAGRAPHS})
    for data, path in ((wallabag, "w.json"), (omnivore, "o.zip")):
        article = _one(data, path)
        assert (article.title, article.complete, article.read, article.tags) == ("One", "full", True, ("x",))
        assert article.text.startswith(SENTENCE)
        assert _captured(article) == "2024-05-24T11:25:00Z"


@pytest.mark.parametrize(
    ("item", "tags", "read", "starred"),
    [
        ({"title": "One", "url": URL, "is_read": "1", "is_fav": "1"}, (), True, True),
        (
            {"title": "", "website_title": "One", "url": URL, "tag_names": ["a"], "is_archived": False},
            ("a",),
            False,
            False,
        ),
    ],
    ids=["wallabag 1", "linkding"],
)
def test_keys_of_other_exports(
    item: dict[str, object], tags: tuple[str, ...], read: bool, starred: bool
) -> None:
    article = _one(json.dumps([item]), "e.json")
    assert (article.title, article.tags, article.read, article.starred) == ("One", tags, read, starred)


def test_pinboard() -> None:
    item = {
        "href": URL,
        "description": "One",
        "extended": "",
        "time": "2024-05-24T13:25:00Z",
        "tags": "a b",
        "toread": "no",
    }
    assert _one(json.dumps([item]), "p.json").tags == ("a", "b")


def test_epub() -> None:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>Quay Weekly</dc:title><dc:creator>Jane Doe</dc:creator><dc:date>2024-05-24</dc:date></metadata>"
        '<manifest><item id="a" href="text/a.xhtml"/><item id="t" href="toc.xhtml"/></manifest>'
        '<spine><itemref idref="t"/><itemref idref="a"/></spine></package>'
    )
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/c.opf"/></rootfiles></container>'
    book = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/c.opf": opf,
        "OEBPS/toc.xhtml": "<html><body><p>Contents</p></body></html>",
        "OEBPS/text/a.xhtml": f"<html><body><h1>The lamp</h1>{PARAGRAPHS}</body></html>",
    }
    article = _one(_zip(book), "weekly.epub")
    assert (article.title, article.author, article.site) == ("The lamp", "Jane Doe", "Quay Weekly")
    assert article.text.startswith(SENTENCE)


def _warc(body: bytes) -> bytes:
    size = f"{len(body):x}".encode()
    response = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
        + size
        + b"\r\n"
        + body
        + b"\r\n0\r\n\r\n"
    )
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2024-06-15T10:00:00Z\r\nContent-Length: {len(response)}\r\n\r\n"
    return head.encode() + response + b"\r\n\r\n"


def test_web_archives() -> None:
    record = _warc(PAGE.encode())
    other = record.replace(b"WARC-Type: response", b"WARC-Type: request ")
    listed = f'{{"format": "json-pages-1.0"}}\n{{"url": "{URL}", "title": "T"}}\n'
    wacz = _zip(
        {"datapackage.json": "{}", "archive/data.warc.gz": gzip.compress(record), "pages/pages.jsonl": listed}
    )
    for data, path in (
        (other + record, "a.warc"),
        (gzip.compress(other) + gzip.compress(record), "a.warc.gz"),
        (wacz, "a.wacz"),
    ):
        article = _one(data, path)
        _is_the_page(article)
        assert (article.link, _captured(article)) == (URL, "2024-06-15T10:00:00Z")


def test_a_web_archive_that_breaks_off() -> None:
    record = _warc(PAGE.encode())
    whole = _all(record + record, "a.warc")
    assert [article.ignored for article in whole] == [(), ()]
    for data in (record + record[:-40], gzip.compress(record) + gzip.compress(record[:300])):
        article = _all(data, "a.warc.gz")[-1]
        assert "the web archive breaks off" in article.ignored[-1]
    with pytest.raises(UnreadableFile, match="breaks off before a page is whole"):
        _all(record[:60], "a.warc")


def test_enex() -> None:
    article = _one(
        '<?xml version="1.0"?><!DOCTYPE en-export SYSTEM "http://x.example/evernote-export3.dtd"><en-export><note><title>The lamp</title>'
        f'<content><![CDATA[<?xml version="1.0"?><!DOCTYPE en-note SYSTEM "x"><en-note>{PARAGRAPHS}</en-note>]]></content>'
        "<created>20240524T132500Z</created><tag>sea</tag><note-attributes><author>Jane</author>"
        f"<source-url>{URL}</source-url></note-attributes></note></en-export>",
        "notes.enex",
    )
    assert (article.title, article.author, article.link, article.tags) == ("The lamp", "Jane", URL, ("sea",))
    assert (_captured(article), article.published) == ("2024-05-24T13:25:00Z", None)
    assert article.text.startswith(SENTENCE)


def test_the_whole_notes_of_an_enex_that_breaks_off() -> None:
    note = "<note><title>{}</title><content><![CDATA[<en-note>The lamp is lit.</en-note>]]></content></note>"
    whole = f'<?xml version="1.0"?><en-export>{note.format("One")}{note.format("Two")}{note.format("Three")}'
    first, second = _all(whole[:-20], "notes.enex")
    assert (first.title, first.ignored, second.title) == ("One", (), "Two")
    assert second.ignored == ("the file breaks off and its end is missing",)


def test_maff_and_zipped_pages() -> None:
    rdf = (
        '<RDF:RDF xmlns:MAF="http://maf.mozdev.org/metadata/rdf#" xmlns:RDF="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<RDF:Description RDF:about="urn:root"><MAF:originalurl RDF:resource="{URL}"/><MAF:title RDF:resource="x"/>'
        '<MAF:archivetime RDF:resource="Sat, 15 Jun 2024 10:00:00 +0200"/><MAF:indexfilename RDF:resource="index.html"/>'
        '<MAF:charset RDF:resource="UTF-8"/></RDF:Description></RDF:RDF>'
    )
    maff = _one(_zip({"1/index.rdf": rdf, "1/index.html": PAGE}), "page.maff")
    _is_the_page(maff)
    assert (maff.link, _captured(maff)) == (URL, "2024-06-15T08:00:00Z")
    _is_the_page(_one(_zip({"index.html": PAGE, "images/1.png": b"x"}), "page.zip"))
    _is_the_page(_one(b"<html><body>unpacking" + _zip({"index.html": PAGE}), "page.html"))


def test_pdf() -> None:
    stream = b"BT /F1 12 Tf 72 700 Td (The lamp on the quay burns every evening.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += (
        b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    )
    article = _one(data, "Lamp on the quay.pdf")
    assert article.title == "Lamp on the quay"
    assert article.text == "The lamp on the quay burns every evening."


REFUSED = [
    (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.txt", "PNG image"),
    (b"\xff\xd8\xff\xe0" + bytes(100), "a.html", "JPEG image"),
    (bytes(range(256)) * 20, "a.txt", "binary"),
    (b"PK\x03\x04" + bytes(50), "a.epub", "damaged"),
    (_zip({"word/document.xml": "x"}), "a.docx", "Word document"),
    (b"{\\rtf1\\ansi The lamp.}", "a.rtf", "an RTF document"),
    (_zip({"datapackage.json": "{}"}), "a.wacz", "holds no page"),
    (_zip({"META-INF/container.xml": "<container/>"}), "a.epub", "lacks its part"),
    (b'{"a": ', "a.json", "JSON is damaged"),
    (b'{"a": 1}', "a.json", "no addresses"),
    (b"%PDF-1.4 nonsense", "a.pdf", "damaged"),
    (b"\x1f\x8b\x08\x00nonsense", "a.warc.gz", "without a web archive"),
    (b"bplist00nonsense", "a.webarchive", "damaged"),
    (b'<rss version="2.0"><channel/></rss>', "a.xml", "feed"),
    (b'<opml version="2.0"><body/></opml>', "a.opml", "subscriptions"),
    (b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><en-export><note><title>&c;</title></note></en-export>', "a.enex", "damaged|entities"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "path", "reason"), REFUSED, ids=[path for _, path, _ in REFUSED])
def test_what_is_no_article_is_refused_in_a_sentence(data: bytes, path: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as refused:
        _all(data, path)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(UnreadableFile, match="far more"):
        _all(_zip({"index.html": b"<p>" + b"a" * 30_000_000}), "bomb.zip")


def test_a_gzip_bomb_is_not_unpacked() -> None:
    with pytest.raises(UnreadableFile, match="far more"):
        _all(gzip.compress(b"WARC/1.0\r\n" + bytes(210 * 1024 * 1024), 1), "bomb.warc.gz")


def test_an_archive_of_too_many_files_is_not_read() -> None:
    with pytest.raises(UnreadableFile, match="more than 20000"):
        _all(_zip({f"{number}.html": "" for number in range(20_001)}), "many.zip")
