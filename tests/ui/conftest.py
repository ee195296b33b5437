"""Small libraries, and the screen on them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.document.blocks import Block, Document, Span
from reader.document.serialization import serialize
from reader.library import worker
from reader.library.library import Library
from reader.model import Date, Enclosure, ParsedArticle
from reader.store.articles import saving
from reader.store.database.connection import Database, open_store
from reader.ui import shell
from reader.ui.app import ReaderApp
from reader.ui.terminal import held_keys
from reader.ui.widgets import status_line
from tests.ui.screen import HOUR, NOW, WAITS, Open, add_feed, parsed, settle


@pytest.fixture(autouse=True)
def workers_of_equal_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run worker processes at the tests' own priority: beside other tests they would hardly have a turn."""
    monkeypatch.setattr(worker, "NICENESS", 0)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be over by the clock that a busy machine may take longer for: words, keys held back."""
    for name in ("MESSAGE_SECONDS", "ERROR_SECONDS"):
        monkeypatch.setattr(shell, name, 600.0)
    monkeypatch.setattr(status_line, "MESSAGE_SECONDS", 600.0)
    monkeypatch.setattr(shell, "OPENING_SECONDS", 60.0)
    monkeypatch.setattr(held_keys, "PATIENCE", 60.0)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(data=tmp_path / "data", config=tmp_path / "config.toml")


@pytest.fixture
def empty(paths: Paths) -> Database:
    """A library without anything in it."""
    return open_store(paths.library)


@pytest.fixture
def library(empty: Database) -> Database:
    """Two feeds of six articles each, by turns the newest; one article saved from a text."""
    add_feed(empty, "Island", [parsed(n, f"Island {n}") for n in range(1, 12, 2)], "World/Asia")
    add_feed(empty, "River", [parsed(n, f"River {n}") for n in range(2, 13, 2)])
    document = Document((
        Block("paragraph", "The harbour opens in May.", (Span(4, 11, "link", "https://harbour.example/"),)),
        Block("paragraph", "The ferry has a timetable.", (Span(4, 9, "link", "https://ferry.example/"),)),
    ))  # fmt: skip
    raw = b"Menu | Login\n\nThe harbour opens in May.\n\nThe ferry has a timetable.\n\nAll rights reserved\n"
    saved = ParsedArticle(
        title="Saved harbour",
        link="https://paper.example/harbour",
        site="The Paper",
        published=Date(NOW - 20 * HOUR),
        body=serialize(document, raw),
        text="The harbour opens in May. The ferry has a timetable.",
        words=10,
        complete="full",
        enclosures=(Enclosure("https://paper.example/talk.mp3", "audio/mpeg", 4_000_000),),
    )
    saving.save_article(empty, saved, now=NOW)
    return empty


@pytest.fixture
def open_screen(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the screen on the library; the clock stands still. No handler may have failed at the end."""
    monkeypatch.setenv("NEWSREADER_TEST_NOW", "2024-06-01T00:00:00Z")
    for module, name in WAITS:
        monkeypatch.setattr(module, name, 0.001)

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 30), settings: Settings | None = None, *, readonly: bool = False
    ) -> AsyncIterator[Pilot[None]]:
        db = open_store(paths.library, readonly=readonly)
        settings = settings or Settings()
        collapse = settings.fold_duplicates
        app = ReaderApp(Library(db, paths, settings, offline=True, readonly=readonly, collapse=collapse))
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield pilot
            failures = app.main_screen.shell.failures.recent
            assert not failures, [*map(repr, failures)]
        db.close()

    return opened
