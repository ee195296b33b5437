"""Pictures in a real pseudo-terminal, by the whole program."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pictures import BLUE, RED, picture
from tests.samples import item, rss
from tests.server import ScriptedServer, reply, running_server
from tests.terminal import Terminal

NEWSREADER = (sys.executable, "-m", "reader")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as running:
        yield running


def test_a_picture_is_shown_in_half_blocks_after_its_key(tmp_path: Path, server: ScriptedServer) -> None:
    shown = f'<p>It turns.</p><img src="{server.url("/mill.png")}" alt="A mill"><p>The end.</p>'
    server.script("/news.xml", reply(rss([item(1, body=shown)])))
    server.script("/mill.png", reply(picture()))
    command = [*NEWSREADER, "--data-dir", str(tmp_path / "data")]
    subprocess.run([*command, "add", server.url("/news.xml")], check=True, capture_output=True)
    with Terminal(command, os.environ, 100, 30) as terminal:
        terminal.wait_for("Picture: A mill")
        terminal.send("RI")
        terminal.wait_for("▀▀▀▀")
        terminal.wait_for("One picture")
        terminal.wait_for("The end.")
        cells = [cell for row in terminal.cells for cell in row if cell.data == "▀"]
        assert {cells[0].fg, cells[-1].bg} == {bytes(RED).hex(), bytes(BLUE).hex()}
    assert len(server.asked("/mill.png")) == 1


def test_a_terminal_that_says_that_it_draws_is_given_the_picture(
    tmp_path: Path, server: ScriptedServer
) -> None:
    shown = f'<p>It turns.</p><img src="{server.url("/mill.png")}" alt="A mill"><p>The end.</p>'
    server.script("/news.xml", reply(rss([item(1, body=shown)])))
    server.script("/mill.png", reply(picture()))
    command = [*NEWSREADER, "--data-dir", str(tmp_path / "data")]
    subprocess.run([*command, "add", server.url("/news.xml")], check=True, capture_output=True)
    subprocess.run([*command, "images", "1"], check=True, capture_output=True)
    with Terminal(["env", "TERM=xterm-kitty", *command], os.environ, 100, 30) as terminal:
        terminal.wait_for(lambda text: "▀▀▀▀" in text and b"\x1b_Gi=31" in terminal.raw)
        assert b"a=t" not in terminal.raw, "nothing is drawn unasked"
        terminal.send("\x1b_Gi=31;OK\x1b\\")
        terminal.wait_for(lambda _: terminal.raw.count(b"\x1b_Ga=p") >= 12)
        assert b"\x1b_Ga=t,f=100" in terminal.raw
        terminal.send("Q")
        assert terminal.exit_code() == 0
        assert terminal.raw.rindex(b"\x1b_Ga=d,d=A") > terminal.raw.rindex(b"\x1b_Ga=p")


def test_a_terminal_with_sixels_is_sent_them_when_it_says_how_large_its_cells_are(
    tmp_path: Path, server: ScriptedServer
) -> None:
    shown = f'<p>It turns.</p><img src="{server.url("/mill.png")}" alt="A mill"><p>The end.</p>'
    server.script("/news.xml", reply(rss([item(1, body=shown)])))
    server.script("/mill.png", reply(picture()))
    command = [*NEWSREADER, "--data-dir", str(tmp_path / "data")]
    subprocess.run([*command, "add", server.url("/news.xml")], check=True, capture_output=True)
    subprocess.run([*command, "images", "1"], check=True, capture_output=True)
    with Terminal(command, os.environ, 100, 30) as terminal:
        terminal.wait_for(lambda text: "▀▀▀▀" in text and b"\x1b[c" in terminal.raw)
        assert b"\x1b[16t" not in terminal.raw, "only terminals with sixels are asked more"
        terminal.send("\x1b[?62;4;22c")
        terminal.wait_for(lambda _: b"\x1b[?1;1;0S\x1b[16t" in terminal.raw)
        assert b"\x1bP" not in terminal.raw, "nobody knows yet how large a cell is"
        terminal.send("\x1b[?1;0;16S\x1b[6;20;10t")
        terminal.wait_for(lambda _: len(rows_of_sixels(bytes(terminal.raw))) >= 12)
        width, height = rows_of_sixels(bytes(terminal.raw))[0]
        assert (width % 10, height) == (0, 20)
        terminal.send("Q")
        assert terminal.exit_code() == 0


def rows_of_sixels(sent: bytes) -> list[tuple[int, int]]:
    """The width and height in pixels of each row of a picture that was sent whole."""
    found = re.findall(rb'\x1bP0;1;0q"1;1;(\d+);(\d+)[!-~]+\x1b\\', sent)
    return [(int(width), int(height)) for width, height in found]


def test_other_terminals_are_not_asked_what_they_might_print(tmp_path: Path) -> None:
    command = [*NEWSREADER, "--data-dir", str(tmp_path / "data")]
    with Terminal(command, os.environ, 100, 30) as terminal:
        terminal.wait_for("Nothing to read yet")
        terminal.settle()
        assert b"\x1b_G" not in terminal.raw
