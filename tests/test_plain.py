"""Plain mode in a terminal: words for signs, no boxes, and the terminal's cursor on what has the keys."""

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

import reader.ui
from reader.config import PLAIN, Paths, Settings
from reader.document.blocks import Block, Document, Span
from reader.document.serialization import serialize
from reader.model import Date, ParsedArticle
from reader.settings.file import read_settings
from reader.store.articles import saving
from reader.store.changes import marks
from reader.store.database.connection import open_store
from tests.terminal import Terminal
from tests.ui.screen import HOUR, NOW, add_feed, parsed

NEWSREADER = [sys.executable, "-m", "reader"]
ESCAPE = "\x1b[27u"

DOCUMENT = Document((
    Block("heading", "Timetable", level=2),
    Block("paragraph", "The harbour opens in May.", (Span(4, 11, "link", "https://harbour.example/"),)),
    Block("paragraph", "We sail again, said the captain.", quote=1),
    Block("paragraph", "by ten", indent=1, marker="•"),
    Block("figure", "The ferry in May"),
    Block("rule"),
    Block("code", "print(1)"),
))  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library of two feeds, one of which fails, and of a saved article with blocks of many kinds."""
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    db = open_store(paths.library)
    add_feed(db, "Island", [parsed(n, f"Island {n}") for n in (1, 3)], "World/Asia")
    add_feed(db, "River", [parsed(n, f"River {n}") for n in (2, 4)])
    saved = ParsedArticle(
        title="Saved harbour", link="https://paper.example/harbour", site="The Paper",
        published=Date(NOW - 20 * HOUR), body=serialize(DOCUMENT), text="The harbour", words=10,
        complete="summary",
    )  # fmt: skip
    identity, _ = saving.save_article(db, saved, now=NOW)
    marks.mark(db, [identity], starred=True, now=NOW)
    db.close()
    return paths.data


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "NEWSREADER_TEST_NOW": "2024-06-01T00:00:00Z", **more}


def signs(text: str) -> set[str]:
    """What a screen reader would spell or a font might not have: boxes, arrows, dots and other signs."""
    return {
        character
        for character in text
        if (unicodedata.category(character) in ("So", "Sm", "Sk") and not character.isascii())
        or "\u2190" <= character <= "\u2bff"
        or character in "·•…¹²"
    }


def test_every_screen_is_words_and_the_cursor_is_where_the_keys_act(data: Path) -> None:
    command = [*NEWSREADER, "--data-dir", str(data), "--offline"]
    with Terminal(command, environment(**{PLAIN: "1"}), 80, 24) as terminal:

        def cursor_is_on(words: str) -> None:
            def stands(text: str) -> bool:
                return not terminal.is_cursor_hidden and words in text.split("\n")[terminal.cursor[1]]

            terminal.wait_for(stands)
            assert signs(terminal.text) == set()

        cursor_is_on("Island 1")
        terminal.wait_for("All, newest first")
        terminal.send("j")
        cursor_is_on("River 2")
        terminal.send("jG")
        cursor_is_on("Saved harbour")
        terminal.wait_for("unread, starred, saved, summary")
        terminal.send("\r")
        terminal.wait_for("Quote:")
        terminal.wait_for("read, starred, saved, summary")
        cursor_is_on("Saved harbour")
        terminal.send("jjjj")
        cursor_is_on("Timetable")
        terminal.send(ESCAPE + "f")
        cursor_is_on("All, 4 unread, listed")
        terminal.send("G")
        cursor_is_on("River, 2 unread")
        terminal.send(ESCAPE + "t")
        terminal.wait_for("Words, with spaces between")
        cursor_is_on("")
        for key, words in (("?", "Moving"), ("H", "Feeds and how they fare"), ("A", "Mark read"),
                           (":", "Search for commands")):  # fmt: skip
            terminal.send(ESCAPE)
            terminal.wait_for("Island 1")
            terminal.send(key)
            terminal.wait_for(words)
            terminal.settle()
            assert signs(terminal.text) - {"…"} == set()
        terminal.send(ESCAPE)
        terminal.wait_for("All, newest first")
        terminal.send("/harbour")
        terminal.wait_for("1 found")
        cursor_is_on("harbour")


def test_commands_say_the_same_words(data: Path) -> None:
    for words in (["list", "--starred"], ["show", "5"], ["search", "harbour"]):
        command = [*NEWSREADER, "--data-dir", str(data), *words]
        told = subprocess.run(
            command, check=True, capture_output=True, text=True, env=environment(**{PLAIN: "1"})
        )
        assert "Saved harbour" in told.stdout
        assert "unread, starred, saved, summary" in told.stdout
        assert signs(told.stdout) - {"•", "…"} == set()


def test_facts_in_a_line_are_joined_as_the_mode_wants_it() -> None:
    ui = Path(reader.ui.__file__).parent
    dots = {path.name for path in ui.rglob("*.py") if re.search(r'" · |· \{| · "', path.read_text("utf-8"))}
    assert dots == {"signs.py"}


def test_the_environment_or_the_settings_ask_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    assert read_settings(file) == Settings()
    monkeypatch.setenv(PLAIN, "1")
    assert read_settings(file).plain
    monkeypatch.setenv(PLAIN, "0")
    assert not read_settings(file).plain
    file.write_text("plain = true\n")
    assert read_settings(file).plain
