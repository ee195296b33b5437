"""The screen takes on the ground of its terminal: it asks, and hears the answer whenever it comes."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.store import state
from reader.store.database.connection import open_store, rows
from reader.ui.terminal.replies import ASK_GROUND, FOLLOW, UNFOLLOW
from reader.ui.themes import INK, PAPER
from tests.terminal import Terminal
from tests.ui.screen import add_feed, parsed

LIGHT, BLACK = "\x1b]11;rgb:ffff/fcfc/f0f0\x1b\\", "\x1b]11;rgb:0000/0000/0000\x1b\\"
GROUNDS = {"dark": str(INK.background)[1:], "light": str(PAPER.background)[1:]}
"""The colour of the ground in our themes."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library of three articles."""
    db = open_store(tmp_path / "library.db")
    add_feed(db, "Island", [parsed(n, f"Island {n}") for n in (1, 2, 3)])
    db.close()
    return tmp_path


@contextmanager
def screen(data: Path, **environ: str) -> Iterator[Terminal]:
    """The program in a terminal that has been asked and has not answered yet."""
    command = [sys.executable, "-m", "reader", "--data-dir", str(data), "--config", os.devnull, "--offline"]
    with Terminal(command, os.environ | {"TERM_PROGRAM": ""} | environ, 100, 30) as terminal:
        terminal.wait_for(lambda _: f"{ASK_GROUND}{FOLLOW}".encode() in terminal.raw)
        yield terminal


def wait_for_ground(terminal: Terminal, ground: str) -> None:
    terminal.wait_for("Island 3")
    terminal.wait_for(lambda _: terminal.ground_at(30, 20) == GROUNDS[ground])


def kept(data: Path) -> str | None:
    db = open_store(data / "library.db")
    try:
        return state.value(db, "ground")
    finally:
        db.close()


def starred(data: Path) -> list[str]:
    """The titles of starred articles, as another process sees them."""
    db = open_store(data / "library.db")
    try:
        return [title for (title,) in rows(db, "SELECT title FROM article WHERE starred ORDER BY title")]
    finally:
        db.close()


def press(data: Path, terminal: Terminal, keys: str, *titles: str) -> None:
    """The keys arrive as they were pressed, and no others do."""
    terminal.wait_for("Island 3")
    terminal.send(keys)
    terminal.wait_for(lambda _: starred(data) == list(titles))


def quit_screen(terminal: Terminal) -> None:
    terminal.send("q")
    assert terminal.exit_code() == 0
    assert UNFOLLOW.encode() in terminal.raw


def test_a_light_terminal_gets_paper_and_the_next_start_begins_with_it(data: Path) -> None:
    with screen(data) as terminal:
        terminal.send(LIGHT)
        wait_for_ground(terminal, "light")
        press(data, terminal, "js", "Island 2")
        quit_screen(terminal)
    assert kept(data) == "light xterm-256color"
    with screen(data) as terminal:
        wait_for_ground(terminal, "light")  # without an answer
        red, green, blue = bytes.fromhex(GROUNDS["dark"])
        assert f"48;2;{red};{green};{blue}".encode() not in terminal.raw
        terminal.send(BLACK)
        wait_for_ground(terminal, "dark")
        quit_screen(terminal)
    assert kept(data) == "dark xterm-256color"


@pytest.mark.long
def test_another_terminal_is_asked_anew(data: Path) -> None:
    db = open_store(data / "library.db")
    state.keep(db, "ground", "light xterm-256color Elsewhere")
    db.close()
    with screen(data) as terminal:
        wait_for_ground(terminal, "dark")


def test_without_an_answer_it_is_dark_and_keys_arrive(data: Path) -> None:
    with screen(data) as terminal:
        press(data, terminal, "js", "Island 2")
        wait_for_ground(terminal, "dark")
        quit_screen(terminal)
    assert kept(data) is None


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param(("]11;rgb:ffff/fcfc/f0f0\x1b\\",), id="whole", marks=pytest.mark.long),
        pytest.param(("]11;rgb:ffff/fc", "fc/f0f0\x1b\\"), id="in two pieces"),
        pytest.param(("]11;rgb:ffff/fcfc/f0f0\x1b", "\\"), id="before its end", marks=pytest.mark.long),
    ],
)
def test_a_late_answer_is_heard_and_is_no_keys(data: Path, pieces: tuple[str, ...]) -> None:
    with screen(data) as terminal:
        press(data, terminal, "js", "Island 2")
        wait_for_ground(terminal, "dark")
        terminal.settle()
        terminal.send("\x1b" + pieces[0])
        for piece in pieces[1:]:
            terminal.settle()
            terminal.send(piece)
        wait_for_ground(terminal, "light")
        press(data, terminal, "js", "Island 2", "Island 3")


@pytest.mark.long
@pytest.mark.parametrize(
    "garbage", ["\x1b]11;rgb:zz/zz/zz\x1b\\", "\x1b]11;1234hjkq\x07", "\x1b]11;rgb:ff", "\xff\xfe"]
)
def test_an_answer_that_is_none_does_nothing(data: Path, garbage: str) -> None:
    with screen(data) as terminal:
        terminal.wait_for("Island 3")
        terminal.send_bytes(garbage.encode("latin-1"))
        terminal.settle()
        press(data, terminal, "js", "Island 2")
        wait_for_ground(terminal, "dark")
        quit_screen(terminal)


def test_keys_around_the_answer_arrive(data: Path) -> None:
    with screen(data) as terminal:
        press(data, terminal, f"j{LIGHT}s", "Island 2")
        wait_for_ground(terminal, "light")


def test_it_follows_a_terminal_that_changes(data: Path) -> None:
    with screen(data) as terminal:
        terminal.send(BLACK)
        wait_for_ground(terminal, "dark")
        terminal.send("\x1b[?997;2n")
        wait_for_ground(terminal, "light")
        terminal.send("\x1b[?997;1n")
        wait_for_ground(terminal, "dark")
        press(data, terminal, "js", "Island 2")
        quit_screen(terminal)


@pytest.mark.long
def test_a_theme_that_was_chosen_stays(data: Path) -> None:
    db = open_store(data / "library.db")
    state.keep(db, "theme", "ink")
    db.close()
    with screen(data) as terminal:
        terminal.send(LIGHT)
        press(data, terminal, "js", "Island 2")
        quit_screen(terminal)
    assert kept(data) == "light xterm-256color"
    red, green, blue = bytes.fromhex(GROUNDS["light"])
    assert f"48;2;{red};{green};{blue}".encode() not in terminal.raw
