"""Addresses that a command is given on standard input, where nobody else reads them."""

import io
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Newsreader
from tests.samples import item, rss
from tests.server import ScriptedServer, reply


def give(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), "ascii"))


def test_add_reads_addresses_line_by_line(
    newsreader: Newsreader, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("/a", "/ü", "/c"):
        server.script(name.replace("ü", "%C3%BC"), reply(rss([item(1, name)])))
    give(monkeypatch, f"{server.url('/a')}\r\n\n  {server.url('/ü')}\n--folder".encode())
    ended = newsreader("add", "--json", server.url("/c"), "-", "-")
    assert ended.code == 1, "the last line is no address, and no option either"
    assert "--folder: this is not the address" in ended.err
    assert len(ended.shapes) == 3


def test_save_reads_names_line_by_line(
    newsreader: Newsreader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "Note.txt"
    note.write_text("A note\n\nThe ferry sails again.")
    give(monkeypatch, str(note).encode())
    assert [shape["title"] for shape in newsreader("save", "--json", "-").shapes] == ["A note"]


@pytest.mark.parametrize("command", ["add", "save"])
def test_an_empty_or_closed_input_is_said(
    newsreader: Newsreader, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    give(monkeypatch, b" \n\n")
    assert "nothing on standard input" in (ended := newsreader(command, "-")).err
    assert ended.code == 2
    monkeypatch.setattr(sys, "stdin", None)
    assert newsreader(command, "-").code == 2


@pytest.mark.parametrize("command", ["add", "save"])
def test_any_bytes_are_an_address_or_a_sentence(
    newsreader: Newsreader, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    give(monkeypatch, b"\xff\xfe\x00\x1b]52;c;eA==\x07\n" + b"x" * 100_000 + b"\n\xc2\x9b31m")
    ended = newsreader(command, "-")
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 3
    assert not set("\x1b\x07\x9b\x00") & set(ended.err)
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "words", ["undo", "list --limit", "search a --limit", "show", "mark read", "delete", "edit"]
)
@pytest.mark.parametrize("number", [2**63, 10**30])
def test_a_number_that_no_database_holds_is_a_sentence(
    newsreader: Newsreader, words: str, number: int
) -> None:
    ended = newsreader(*words.split(), str(number), *(["--title", "x"] if words == "edit" else []))
    assert ended.code in (1, 2)
    assert ended.err.count("newsreader: ") == 1
    assert "should not have" not in ended.err
