"""A story of highlights and notes, in a real terminal, that a person can follow with the same keys."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.store.database.connection import open_store
from tests.terminal import Terminal
from tests.ui.screen import add_feed, body, keep, parsed

PARAGRAPHS = (
    "The ferry to the islands was late again.",
    "Nobody on the quay could say why, and the harbour office was closed.",
    "By noon the queue reached as far as the fish market.",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library with one article of three paragraphs, and another one."""
    data = tmp_path / "data"
    db = open_store(data / "library.db")
    made = replace(parsed(1, "The ferry is late"), body=body(*PARAGRAPHS), text="\n\n".join(PARAGRAPHS))
    add_feed(db, "Harbour", [made, parsed(2, "The tide tables are out")])
    db.close()
    return data


def command(data: Path, *words: str) -> str:
    whole = [sys.executable, "-m", "reader", "--data-dir", str(data), "--offline", *words]
    ended = subprocess.run(whole, capture_output=True, text=True, check=True, encoding="utf-8")
    return ended.stdout


def opened(data: Path, *options: str) -> Terminal:
    words = [sys.executable, "-m", "reader", "--data-dir", str(data), "--offline", *options]
    environment = {**os.environ, "NEWSREADER_TEST_NOW": "2024-06-01T00:00:00Z"}
    return Terminal(words, environment, 140, 30)


def bottom(words: str) -> Callable[[str], bool]:
    """See these words in the last line."""
    return lambda text: words in text.splitlines()[-1]


def underlined(terminal: Terminal) -> str:
    """What is drawn as highlighted."""
    return "".join(cell.data for row in terminal.cells for cell in row if cell.underscore).strip()


def quit_at_once(terminal: Terminal) -> None:
    terminal.send("Q")
    assert terminal.exit_code() == 0


def test_a_passage_is_kept_noted_found_and_exported_and_survives_an_edit(data: Path, tmp_path: Path) -> None:
    with opened(data) as terminal:
        terminal.wait_for("1 of 2")
        terminal.send("'")
        terminal.wait_for(bottom("begin here"))
        terminal.send("jww www")  # a line down, two words on, from there three more
        terminal.send("'")
        terminal.wait_for("type a note")
        terminal.send("ask the harbour master\r")
        terminal.wait_for("✎ ask the harbour master")
        assert underlined(terminal) == "the quay could say"
        terminal.send("/master")  # the note finds the article
        terminal.wait_for(bottom("leave"))
        terminal.wait_for("1 found")
        terminal.send("\r7")
        terminal.wait_for("Highlights")
        terminal.wait_for("1 of 1")
        quit_at_once(terminal)
    [shape] = map(json.loads, command(data, "list", "is:highlighted", "--json").splitlines())
    [highlight] = json.loads(command(data, "show", str(shape["id"]), "--json"))["highlights"]
    assert highlight == {
        "text": "the quay could say", "note": "ask the harbour master", "at": "2024-06-01T00:00:00Z",
    }  # fmt: skip
    assert "“the quay could say”\nask the harbour master" in command(data, "show", str(shape["id"]))
    command(data, "export", "is:highlighted", "--markdown", str(tmp_path / "out"))
    [file] = (tmp_path / "out").glob("*.md")
    assert "## Highlights\n\n> the quay could say\n\nask the harbour master" in file.read_text("utf-8")
    db = open_store(data / "library.db")
    edited = ("A first word from the editors.", *PARAGRAPHS[:2])
    again = replace(parsed(1, "The ferry is late"), body=body(*edited), text="\n\n".join(edited))
    keep(db, 1, "https://harbour.example/feed", [again])
    db.close()
    with opened(data) as terminal:
        terminal.wait_for("✎ ask the harbour master")
        assert underlined(terminal) == "the quay could say"
        terminal.send("U")
        terminal.wait_for(bottom("Taken back: highlighted a passage of “The ferry is late”"))
        terminal.wait_for(lambda text: "✎" not in text)
        assert underlined(terminal) == ""
        quit_at_once(terminal)


def test_escape_keeps_nothing_and_plain_mode_says_it_in_words(data: Path) -> None:
    with opened(data) as terminal:
        terminal.wait_for("1 of 2")
        terminal.send("'ww")
        terminal.wait_for(bottom("begin here"))
        terminal.send("\x1b")
        terminal.wait_for(lambda text: "begin here" not in text)
        terminal.send("'www'first\r")
        terminal.wait_for("✎ first")
        quit_at_once(terminal)
    config = data / "plain.toml"
    config.write_text("plain = true\n", encoding="utf-8")
    with opened(data, "--config", str(config)) as terminal:
        terminal.wait_for("The ferry is late")
        terminal.send("\r")
        terminal.wait_for("Highlighted: The ferry to the")
        terminal.wait_for("Note: first")
        quit_at_once(terminal)
