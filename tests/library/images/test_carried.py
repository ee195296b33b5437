"""The pictures that saved files and feeds carry themselves: shown without any network."""

import io
import plistlib
import zipfile
from base64 import b64encode
from email.message import EmailMessage
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.document.serialization import deserialize
from reader.library.articles.save import save
from reader.library.feeds.refresh import refresh
from reader.library.images import kept
from reader.library.images.fetch import fetch_pictures
from reader.library.library import Library
from reader.library.outcome import PictureKept
from reader.model import Headline, Query
from reader.store.articles import articles
from reader.store.feeds import feeds
from reader.store.lists import headlines
from tests.pictures import picture
from tests.samples import item, rss
from tests.server import ScriptedServer, reply

STORY = (
    "<p>" + "The mill turns again, and those who stood on the dam heard it before they saw it. " * 6 + "</p>"
)
MILL = picture()


def page(source: str) -> str:
    figure = f'<figure><img src="{source}" alt="A mill"><figcaption>The mill at noon</figcaption></figure>'
    body = f"<article><h1>The mill turns</h1>{STORY}{figure}{STORY}</article>"
    return f"<!doctype html><html><head><title>The mill turns</title></head><body>{body}</body></html>"


def letter(content: str = "multipart/related") -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "The mill turns", "Isla Brown <isla@harbour.example>"
    mail["Date"] = "Sat, 01 Jun 2024 18:00:00 +0000"
    mail.set_content(page("cid:mill@harbour.example"), subtype="html")
    mail.add_related(MILL, "image", "png", cid="<mill@harbour.example>")
    assert mail.get_content_type() == content
    return bytes(mail)


def mhtml() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "<Saved by Blink>", "The mill turns"
    mail["Snapshot-Content-Location"] = "https://harbour.example/news/mill.html"
    mail["Date"] = "Sat, 01 Jun 2024 18:00:00 +0000"
    mail.set_content(page("/pictures/mill.png"), subtype="html")
    mail["Content-Location"] = "https://harbour.example/news/mill.html"
    mail.add_related(
        MILL, "image", "png", headers=["Content-Location: https://harbour.example/pictures/mill.png"]
    )
    return bytes(mail)


def webarchive() -> bytes:
    main = {
        "WebResourceData": page("mill.png").encode(),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceURL": "https://harbour.example/news/mill.html",
    }
    own = {"WebResourceData": MILL, "WebResourceURL": "https://harbour.example/news/mill.png"}
    archive = {"WebMainResource": main, "WebSubresources": [own]}
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)


def zipped(members: dict[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def maff() -> bytes:
    rdf = (
        '<RDF:RDF xmlns:MAF="http://maf.mozdev.org/metadata/rdf#" '
        'xmlns:RDF="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><RDF:Description RDF:about="urn:root">'
        '<MAF:originalurl RDF:resource="https://harbour.example/news/mill.html"/>'
        '<MAF:title RDF:resource="The mill turns"/><MAF:indexfilename RDF:resource="index.html"/>'
        "</RDF:Description></RDF:RDF>"
    )
    return zipped(
        {"1/index.rdf": rdf, "1/index.html": page("index_files/mill.png"), "1/index_files/mill.png": MILL}
    )


def epub() -> bytes:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata/>'
        '<manifest><item id="a" href="text/one.xhtml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    return zipped({
        "mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/book.opf": book,
        "OEBPS/text/one.xhtml": page("../pictures/mill.png"), "OEBPS/pictures/mill.png": MILL,
    })  # fmt: skip


def warc() -> bytes:
    parts = b""
    for url, kind, body in (
        ("https://harbour.example/mill.html", b"text/html", page("mill.png").encode()),
        ("https://harbour.example/mill.png", b"image/png", MILL),
    ):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n\r\n" + body
        parts += (
            (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
                f"WARC-Date: 2024-06-01T18:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
            ).encode()
            + block
            + b"\r\n\r\n"
        )
    return parts


FILES = {
    "letter.eml": letter,
    "page.mhtml": mhtml,
    "page.webarchive": webarchive,
    "page.maff": maff,
    "book.epub": epub,
    "page.warc": warc,
    "page.html": lambda: page(f"data:image/png;base64,{b64encode(MILL).decode()}").encode(),
    "letters.mbox": lambda: b"From isla Sat Jun  1 18:00:00 2024\n" + letter(),
}


async def saved(library: Library, path: Path) -> int:
    (outcome,) = [outcome async for outcome in save(library, [str(path)])]
    assert isinstance(outcome, Headline), outcome
    return outcome.id


async def found(library: Library, identity: int) -> kept.Kept | None:
    body, article = articles.body(library.db, identity), articles.article(library.db, identity)
    assert body
    assert article
    (address,) = kept.addresses(deserialize(body))
    return kept.find(library.paths, address, article.original)


@pytest.mark.parametrize("name", FILES)
async def test_a_file_shows_the_picture_that_it_carries(library: Library, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(FILES[name]())
    identity = await saved(library, file)
    file.unlink()
    offline = replace(library, offline=True)
    assert await found(library, identity) is None
    (outcome,) = [outcome async for outcome in fetch_pictures(offline, [identity], carried=True)]
    assert isinstance(outcome, PictureKept)
    assert outcome.error is None
    there = await found(library, identity)
    assert there is not None
    assert there.picture is not None
    assert (there.picture.width, there.picture.height) == (320, 200)


async def test_a_feed_shows_the_picture_that_it_carries(library: Library) -> None:
    async with ScriptedServer() as server:
        source = f"data:image/png;base64,{b64encode(MILL).decode()}"
        server.script("/feed", reply(rss([item(1, body=f'<p>It turns.</p><img src="{source}">')])))
        feed, _ = feeds.add_feed(library.db, server.url("/feed"), now=library.clock())
        assert [event.new async for event in refresh(library, [feed])] == [1]
        ((identity, _),) = headlines.ids(library.db, Query())
        (outcome,) = [outcome async for outcome in fetch_pictures(library, [identity], carried=True)]
        assert isinstance(outcome, PictureKept)
        assert outcome.error is None
        assert len(server.requests) == 1


async def test_what_a_file_says_is_at_an_address_is_shown_in_its_own_article_only(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "page.mhtml"
    file.write_bytes(mhtml())
    identity = await saved(library, file)
    assert [outcome async for outcome in fetch_pictures(library, [identity], carried=True)]
    address = "https://harbour.example/pictures/mill.png"
    assert kept.find(library.paths, address, None) is None
    assert kept.find(library.paths, address, "0" * 64) is None


async def test_what_a_file_does_not_carry_is_not_asked_for(library: Library, tmp_path: Path) -> None:
    async with ScriptedServer() as server:
        file = tmp_path / "page.html"
        file.write_bytes(page(server.url("/mill.png")).encode())
        identity = await saved(library, file)
        assert [outcome async for outcome in fetch_pictures(library, [identity], carried=True)] == []
        assert not server.requests
