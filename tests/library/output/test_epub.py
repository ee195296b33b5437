"""Books for e-readers: whatever articles say, each file of the book is XML, listed, and valid."""

import io
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.blocks import Block, Cell, Document, Span
from reader.library.output.epub import write_epub
from reader.model import Article, Headline

NOW = 1_795_000_000

JAR = Path("/usr/share/java/epubcheck.jar")
"""Debian's epubcheck."""


def png() -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x10\x20\x30")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def article(number: int, title: str, link: str | None = None) -> Article:
    return Article(
        headline=Headline(
            id=number, feed=None, feed_title="Harbour", title=title, link=link, author="Ada", published=None,
            updated=None, received=NOW, read=False, starred=False, saved=False, tags=(), words=3,
            complete="full",
        )
    )  # fmt: skip


def no_picture(article: Article, address: str) -> None:
    return None


DOCUMENT = Document(
    (
        Block("heading", "Tides & currents", level=2),
        Block("paragraph", "a link\nand more", (Span(0, 6, "link", "https://e.example/a b|c?x=1&y=<2>"),)),
        Block("paragraph", "one", indent=1, marker="•"),
        Block("paragraph", "two", indent=2, marker="a."),
        Block("paragraph", "behind it", indent=2),
        Block("paragraph", "a meaning alone", indent=1),
        Block("term", "ebb"),
        Block("paragraph", "the water goes", indent=1),
        Block("paragraph", "said", quote=2),
        Block("code", "if a < b:\n    pass", src="python"),
        Block("table", rows=((Cell("h", head=True, columns=2),), (Cell("1"), Cell("2\n3")))),
        Block("figure", "A pier", src="https://e.example/pier.png", alt="A pier", credit="Ada"),
        Block("figure", "", src="https://e.example/none.png", alt=""),
        Block("figure", "Carried", src="data:image/png;base64,xx", alt="Carried"),
        Block("media", "A song", src="https://e.example/a song.mp3"),
        Block("rule"),
        Block("paragraph", "عربي", rtl=True),
    )
)


def files_of(data: bytes) -> dict[str, bytes]:
    """The files of a book, its XML well formed, and its package naming each of them."""
    with ZipFile(io.BytesIO(data)) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        files = {name: book.read(name) for name in book.namelist()}
        assert len(files) == len(book.namelist())
    trees = {
        name: ElementTree.fromstring(text)
        for name, text in files.items()
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml"))
    }
    listed = {item.get("href") for item in trees["book.opf"].iter("{http://www.idpf.org/2007/opf}item")}
    assert listed == set(files) - {"mimetype", "META-INF/container.xml", "book.opf"}
    return files


def test_a_book_has_each_article_as_a_chapter_with_its_pictures() -> None:
    file = io.BytesIO()
    made = [(article(3, "Spring tides", "https://e.example/3"), DOCUMENT), (article(7, "", None), Document())]
    pictures = {"https://e.example/pier.png": ("ab12", png())}
    count = write_epub(
        file, made, title="is:starred <x>", now=NOW, picture_of=lambda _, address: pictures.get(address)
    )
    files = files_of(file.getvalue())
    assert count == 2
    assert files["pictures/ab12.png"] == png()
    text = files["text/a3.xhtml"].decode()
    assert "<h1>Spring tides</h1>" in text
    assert 'src="../pictures/ab12.png"' in text
    assert "none.png" in text
    assert "<img" not in text.replace('<img src="../pictures', "")
    assert text.index("<h1>") < text.index("Tides &amp; currents")
    contents = files["nav.xhtml"].decode()
    assert contents.index("Spring tides") < contents.index("text/a7.xhtml")


def test_the_same_articles_make_the_same_bytes() -> None:
    made = [io.BytesIO(), io.BytesIO()]
    for file in made:
        write_epub(file, [(article(3, "A"), DOCUMENT)], title="x", now=NOW, picture_of=no_picture)
    assert made[0].getvalue() == made[1].getvalue()


@given(title=st.text(max_size=20), words=st.text(max_size=60), link=st.text(max_size=30))
def test_no_words_break_a_book(title: str, words: str, link: str) -> None:
    spans = (Span(0, len(words), "link", f"https://e.example/{link}"), Span(0, len(words) // 2, "em"))
    blocks = (Block("paragraph", words, spans), Block("code", words), Block("heading", words, level=1))
    file = io.BytesIO()
    made = [(article(1, title, f"https://e.example/{link}"), Document(blocks))]
    write_epub(file, made, title=title, now=NOW, picture_of=no_picture)
    files_of(file.getvalue())


@pytest.mark.skipif(not JAR.exists() or not shutil.which("java"), reason="epubcheck of Debian is not here")
def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    pictures = {"https://e.example/pier.png": ("ab12", png())}
    made = [(article(1, "\ufffe]]>&", "https://e.example/ä ü?q={}"), DOCUMENT), (article(2, ""), Document())]
    with path.open("wb") as file:
        write_epub(file, made, title="News", now=NOW, picture_of=lambda _, address: pictures.get(address))
    done = subprocess.run(["java", "-jar", JAR, path], capture_output=True, text=True, check=False)
    assert "0 errors / 0 warnings" in done.stdout, done.stdout + done.stderr
