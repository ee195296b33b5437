"""The mouse in a terminal, and the links that the terminal itself can open."""

import os
import re
import sys
from pathlib import Path

import pytest

from reader.config import PLAIN
from reader.document.blocks import Block, Document, Span
from reader.document.serialization import serialize
from reader.model import Date, ParsedArticle
from reader.store.articles import saving
from reader.store.database.connection import open_store
from reader.ui.text.hyperlinks import are_understood, host_of, opening
from tests.terminal import Terminal
from tests.terminal_bytes import violations
from tests.ui.screen import HOUR, NOW, add_feed, parsed

HOSTILE = "https://bank.example@else.example/"
LINKS = re.compile(rb"\x1b\]8;([^\x1b]*)\x1b\\")

LEFT, DRAG, MOVE, WHEEL_DOWN = 0, 32, 35, 65
"""Buttons of the mouse, as a terminal tells them (SGR)."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library whose newest article has links, and whose others fill more than a screen."""
    db = open_store(tmp_path / "data" / "library.db")
    add_feed(db, "Island", [parsed(n, f"Island {n}") for n in range(1, 61)])
    text = "The harbour opens in May, the bank never. " + "We sail at ten. " * 300
    spans = (Span(4, 11, "link", "https://harbour.example/may?a=1;b=2"), Span(30, 34, "link", HOSTILE))
    saved = ParsedArticle(
        title="Saved harbour", published=Date(NOW - HOUR // 2),
        body=serialize(Document((Block("paragraph", text, spans),))), text=text, words=10, complete="full",
    )  # fmt: skip
    saving.save_article(db, saved, now=NOW)
    db.close()
    return tmp_path / "data"


def opened(data: Path, **environment: str) -> Terminal:
    command = [sys.executable, "-m", "reader", "--data-dir", str(data), "--offline"]
    names = {**os.environ, "NEWSREADER_TEST_NOW": "2024-06-01T00:00:00Z", **environment}
    return Terminal(command, names, 100, 24)


def mouse(terminal: Terminal, button: int, column: int, line: int, *, up: bool = False) -> None:
    """Tell of the mouse at a cell; the first is at 0, 0."""
    terminal.send(f"\x1b[<{button};{column + 1};{line + 1}{'m' if up else 'M'}")


def place_of(terminal: Terminal, words: str) -> tuple[int, int]:
    """The column and the line where words stand."""
    for line, text in enumerate(terminal.text.split("\n")):
        if (column := text.find(words)) >= 0:
            return column, line
    raise AssertionError(f"{words} is not there:\n{terminal.text}")


def bottom(terminal: Terminal) -> str:
    return terminal.text.split("\n")[-1]


def test_the_mouse_points_clicks_turns_and_drags(data: Path) -> None:
    before = 0

    def dragged(_: str) -> bool:
        mouse(terminal, DRAG, before + 9, 5)
        return place_of(terminal, "│")[0] > before + 5

    with opened(data) as terminal:
        terminal.wait_for("opens in May")
        mouse(terminal, MOVE, *place_of(terminal, "harbour¹"))
        terminal.wait_for(lambda _: "harbour.example" in bottom(terminal))
        mouse(terminal, MOVE, *place_of(terminal, "opens in May"))
        terminal.wait_for(lambda _: "harbour.example" not in bottom(terminal))
        column, line = place_of(terminal, "Island 3")
        for up in (False, True):
            mouse(terminal, LEFT, column, line, up=up)
        terminal.wait_for("The text of article 3.")
        mouse(terminal, WHEEL_DOWN, column, line)
        mouse(terminal, WHEEL_DOWN, column, line)
        terminal.wait_for(lambda text: "Saved harbour" not in text)
        before, _ = place_of(terminal, "│")
        mouse(terminal, LEFT, before, 5)
        terminal.wait_for(dragged)
        mouse(terminal, LEFT, before + 9, 5, up=True)
        terminal.send("Q")
        assert terminal.exit_code() == 0  # it has said all that it says: no sequence is cut in two
        assert not violations(bytes(terminal.raw))


def test_a_terminal_is_told_where_links_lead_if_a_browser_may_get_them(data: Path) -> None:
    with opened(data) as terminal:
        terminal.wait_for("opens in May")
        assert set(LINKS.findall(bytes(terminal.raw))) == {b"id=1;https://harbour.example/may?a=1;b=2", b";"}
        assert b"else.example" not in terminal.raw
        assert not violations(bytes(terminal.raw))
        terminal.raw.clear()
        terminal.send("G")
        terminal.wait_for("The text of article 60.")
        assert not LINKS.findall(bytes(terminal.raw))  # where there is no link nothing is sent for it


def test_no_link_is_sent_in_plain_mode(data: Path) -> None:
    with opened(data, **{PLAIN: "1"}) as terminal:
        terminal.wait_for("Saved harbour")
        terminal.send("\r")
        terminal.wait_for("opens in May")
        assert b"\x1b]8" not in terminal.raw


@pytest.mark.parametrize(
    ("link", "sent"),
    [
        ("https://a.example/b", "\x1b]8;id=7;https://a.example/b\x1b\\"),
        ("https://a.example/\x1b\\\x1b]52;c;aGk=\x07", ""),
        ("https://a.example/\x9c", ""),
        ("https://a.example/ b", ""),
        ("https://ä.example/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("mailto:a@b.example", ""),
        (HOSTILE, ""),
        ("https://a.example/" + "a" * 1000, ""),
    ],
)
def test_what_no_browser_may_get_is_no_link_of_the_terminal(link: str, sent: str) -> None:
    assert opening(7, link) == sent


def test_terminals_that_would_print_a_link_get_none() -> None:
    for name in ("xterm-256color", "tmux-256color", "alacritty", "foot"):
        assert are_understood({"TERM": name})
    for name in ("linux", "linux-16color", "vt100", "screen.xterm-256color", "eterm-color", ""):
        assert not are_understood({"TERM": name})
    assert are_understood({"TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"})


def test_a_host_is_told_with_its_user_and_port() -> None:
    assert host_of("https://bank.example@else.example:8080/a") == "bank.example@else.example:8080"
    assert host_of("mailto:me@a.example") == "mailto:me@a.example"
