"""The original of a saved article: from any encoding, at any length, and what is said of other files."""

import time
from pathlib import Path

import pytest

from reader.config import Paths, Settings
from reader.document.blocks import Block
from reader.library.articles.save import save
from reader.library.files import keep_file
from reader.library.library import Library
from reader.model import Headline
from reader.store.articles import saving
from reader.store.database.connection import Database
from reader.ui.article.original import LARGEST, LONGEST
from reader.ui.article.page import Page
from reader.ui.article.pages import load_original
from tests.ui.screen import NOW, Open, press, shown

COPY = """Startseite | Anmelden

Die Fähre fährt wieder

Von Käthe Müller
24. Mai 2024

Die Fähre über den Fluß fährt seit Montag wieder, nachdem sie drei Wochen lang repariert worden war.
Viele Pendler hatten in dieser Zeit den längeren Weg über die Brücke nehmen müssen, sagte die Gemeinde.

Im Herbst soll ein zweites Schiff dazukommen, das auch für größere Lastwagen genügend Platz bietet.

Alle Rechte vorbehalten
"""


def write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def bytes_of(place: str) -> bytes:
    return Path(place).read_bytes()


async def saved(library: Library, path: Path, data: bytes) -> int:
    """The article of a file with these bytes."""
    write(path, data)
    [headline] = [headline async for headline in save(library, [str(path)])]
    assert isinstance(headline, Headline), headline
    return headline.id


def marked(page: Page | str) -> list[str]:
    """The lines with a bar."""
    assert isinstance(page, Page), page
    return [line for block in page.document.blocks if block.quote for line in block.text.split("\n")]


def plain(page: Page | str) -> list[str]:
    assert isinstance(page, Page), page
    return [line for block in page.document.blocks[1:] if not block.quote for line in block.text.split("\n")]


@pytest.fixture
def own(empty: Database, paths: Paths) -> Library:
    return Library(empty, paths, Settings(), clock=lambda: NOW)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
async def test_any_encoding_is_shown_with_the_articles_lines(
    own: Library, tmp_path: Path, codec: str
) -> None:
    id = await saved(own, tmp_path / "copy.txt", COPY.encode(codec))
    page = load_original(own.db, own.paths, id, id)
    kept = marked(page)
    assert any(line.startswith("Die Fähre über den Fluß") for line in kept)
    assert any(line.startswith("Im Herbst soll") for line in kept)
    assert "Die Fähre fährt wieder" in kept
    assert [line for line in plain(page) if "|" in line or "Rechte" in line] == [
        "Startseite | Anmelden",
        "Alle Rechte vorbehalten",
    ]


async def test_markdown_lines_are_marked_though_their_signs_are_not_in_the_text(
    own: Library, tmp_path: Path
) -> None:
    line = "The **ferry** leaves at [ten](https://ferry.example/a) again."
    text = f"---\ntitle: Ferry\n---\n\n# Ferry\n\n{line}\n\n> It is late.\n"
    id = await saved(own, tmp_path / "clip.md", text.encode())
    page = load_original(own.db, own.paths, id, id)
    assert line in marked(page)
    assert "> It is late." in marked(page)
    assert "title: Ferry" not in marked(page)


async def test_a_page_of_the_web_and_a_binary_say_where_the_file_is(own: Library, tmp_path: Path) -> None:
    html = (
        b"<!-- x --><html><head><title>Ferry</title></head><body><p>The ferry leaves again.</p></body></html>"
    )
    id = await saved(own, tmp_path / "page.html", html)
    reason = load_original(own.db, own.paths, id, id)
    assert isinstance(reason, str)
    sentence, place = reason.split(" as it was saved: ")
    assert sentence == "The original is a web page, no text to show; the file"
    assert bytes_of(place) == html


async def test_a_long_original_is_shown_in_time_and_in_pieces(own: Library, tmp_path: Path) -> None:
    line = (
        "The harbour master counts the boats and writes the number down, however late it may have become. {}"
    )
    text = "\n".join(line.format(number) for number in range(60_000))
    assert len(text) > LARGEST
    id = await saved(own, tmp_path / "long.txt", text.encode("utf-16"))
    begun = time.process_time()
    page = load_original(own.db, own.paths, id, id)
    assert time.process_time() - begun < 5
    assert isinstance(page, Page)
    assert "too long to be shown to its end" in page.document.blocks[0].text
    assert max(block.text.count("\n") for block in page.document.blocks) < LONGEST
    assert len(marked(page)) > 30_000
    assert plain(page) in ([], [""])


async def test_the_original_is_taken_from_the_kept_file_where_the_library_has_it_not(own: Library) -> None:
    from reader.document.blocks import Document
    from reader.document.serialization import serialize
    from reader.model import ParsedArticle

    text = "Menu\n\nThe ferry leaves at ten.\n"
    body = serialize(Document((Block("paragraph", "The ferry leaves at ten."),)))
    parsed = ParsedArticle(
        title="Ferry", body=body, text="The ferry leaves at ten.", words=5, complete="full"
    )
    digest = keep_file(own.paths, text.encode())
    id, _ = saving.save_article(own.db, parsed, original=digest, now=NOW)
    page = load_original(own.db, own.paths, id, id)
    assert marked(page) == ["The ferry leaves at ten."]
    assert plain(page) == ["Menu"]


async def test_the_key_says_why_there_is_no_original(own: Library, tmp_path: Path, open_screen: Open) -> None:
    html = b"<html><head><title>Ferry</title></head><body><p>The ferry leaves again.</p></body></html>"
    await saved(own, tmp_path / "page.html", html)
    async with open_screen() as pilot:
        await press(pilot, "v")
        assert "The original is a web page" in shown(pilot)
