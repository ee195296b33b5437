"""Texts that come back from the kept files of saved articles."""

import asyncio
from pathlib import Path

from reader.library.articles.save import save
from reader.library.care.refill import Refilled, refill
from reader.library.library import Library
from reader.library.outcome import Problem
from reader.model import Query
from reader.store.changes import marks
from reader.store.lists import headlines
from tests.store.making import text_of

PLAIN = "The night ferry\n\nBy Ada Quill\n\nThe ferry left the harbour at ten.\n\nNobody on the quay waved.\n"
MARKDOWN = "# A *slow* boat\n\nIt took the boat **nine** days.\n\n- flour\n- rope\n"
PAGE = (
    "<html><head><title>The lock keeper</title></head><body><article><h1>The lock keeper</h1>"
    + "<p>The keeper counts every boat that passes the lock and writes it down in a book.</p>" * 5
    + "</article></body></html>"
)
MAIL = (
    "From: Ada Quill <ada@harbour.example>\nTo: joe@harbour.example\nSubject: {0}\n"
    "Date: Wed, 08 Oct 2025 10:00:00 +0000\nMessage-ID: <{0}@harbour.example>\n\nWhat letter {0} says.\n"
)
MAILBOX = "".join(
    f"From ada@harbour.example Wed Oct  8 10:00:00 2025\n{MAIL.format(n)}\n" for n in ("one", "two")
)


def saved_library(library: Library, folder: Path) -> dict[str, str]:
    """Save a file of each of several kinds. Returns the texts by the titles."""
    folder.mkdir()
    files = {"ferry.txt": PLAIN, "boat.md": MARKDOWN, "keeper.html": PAGE, "letters.mbox": MAILBOX}
    for name, content in files.items():
        (folder / name).write_text(content)
    save_now(library, folder)
    return texts(library)


def save_now(library: Library, place: Path) -> None:
    async def run() -> list[object]:
        return [outcome async for outcome in save(library, [str(place)])]

    assert not [outcome for outcome in asyncio.run(run()) if isinstance(outcome, Problem)]


def texts(library: Library) -> dict[str, str]:
    listed = headlines.headlines(library.db, [id for id, _ in headlines.ids(library.db, Query())])
    return {one.title: text_of(library.db, one.id) for one in listed}


def lose_texts(library: Library) -> None:
    """Leave what the daily backup has of saved articles."""
    library.db.execute("UPDATE body SET packed = x''; UPDATE article SET fingerprint = 0")


def refilled(library: Library, *, strangers: bool = False) -> list[Refilled]:
    async def run() -> list[Refilled]:
        return [one async for one in refill(library, strangers=strangers)]

    return asyncio.run(run())


def test_kept_files_give_their_texts_again(library: Library, tmp_path: Path) -> None:
    before = saved_library(library, tmp_path / "papers")
    assert len(before) == 5
    assert all(before.values())
    ids = headlines.ids(library.db, Query())
    marks.mark(library.db, [id for id, _ in ids], starred=True, read=True, now=library.clock())
    lose_texts(library)
    assert not any(texts(library).values())
    assert sum(one.articles for one in refilled(library)) == 5
    assert texts(library) == before
    assert headlines.ids(library.db, Query()) == ids
    assert all(one.starred and one.read for one in headlines.headlines(library.db, [id for id, _ in ids]))
    assert refilled(library) == []


def test_saving_the_kept_files_gives_their_texts_again_and_adds_nothing(
    library: Library, tmp_path: Path
) -> None:
    before = saved_library(library, tmp_path / "papers")
    lose_texts(library)
    save_now(library, library.paths.files)
    assert texts(library) == before


def test_a_file_that_no_article_names_becomes_one(library: Library, tmp_path: Path) -> None:
    before = saved_library(library, tmp_path / "papers")
    library.db.execute("DELETE FROM article; DELETE FROM identity")
    assert refilled(library) == []
    assert sum(one.new for one in refilled(library, strangers=True)) == 5
    assert set(before.values()) - set(texts(library).values()) == {
        text for text in before.values() if "nine" in text
    }, "a name that is lost tells no more that a text is Markdown"
    assert refilled(library, strangers=True) == []


def test_what_the_reader_deleted_does_not_come_back_from_its_file(library: Library, tmp_path: Path) -> None:
    saved_library(library, tmp_path / "papers")
    marks.delete(library.db, [id for id, _ in headlines.ids(library.db, Query())], now=library.clock())
    assert refilled(library, strangers=True) == []
    library.db.execute("DELETE FROM article; UPDATE identity SET article = 0")
    assert refilled(library, strangers=True) == []
