"""Pictures in a real pseudo-terminal, by the whole program."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from reader.ui.painting.placeholders import PLACEHOLDER
from tests.pictures import BLUE, RED, picture
from tests.samples import item, rss
from tests.server import ScriptedServer, reply, running_server
from tests.terminal import Terminal

NEWSREADER = (sys.executable, "-m", "reader")


def alone() -> dict[str, str]:
    """The surroundings of a terminal in which no other program shows this one."""
    return {name: value for name, value in os.environ.items() if name not in ("TMUX", "TMUX_PANE", "STY")}


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
    with Terminal(command, alone(), 100, 30) as terminal:
        terminal.wait_for("Picture: A mill")
        terminal.send("RI")
        terminal.wait_for("▀▀▀▀")
        terminal.wait_for("One picture")
        terminal.wait_for("The end.")
        cells = [cell for row in terminal.cells for cell in row if cell.data == "▀"]
        assert {cells[0].fg, cells[-1].bg} == {bytes(RED).hex(), bytes(BLUE).hex()}
    assert len(server.asked("/mill.png")) == 1


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose one article has its picture."""
    folder = tmp_path_factory.mktemp("kept")
    with running_server() as server:
        shown = f'<p>It turns.</p><img src="{server.url("/mill.png")}" alt="A mill"><p>The end.</p>'
        server.script("/news.xml", reply(rss([item(1, body=shown)])))
        server.script("/mill.png", reply(picture()))
        command = [*NEWSREADER, "--data-dir", str(folder)]
        subprocess.run([*command, "add", server.url("/news.xml")], check=True, capture_output=True)
        subprocess.run([*command, "images", "1"], check=True, capture_output=True)
    return folder


@pytest.fixture
def command(kept: Path, tmp_path: Path) -> list[str]:
    """What shows that library, which asks no network."""
    shutil.copytree(kept, tmp_path / "data")
    return [*NEWSREADER, "--data-dir", str(tmp_path / "data"), "--offline"]


def test_a_terminal_that_says_that_it_draws_is_given_the_picture(command: list[str]) -> None:
    with Terminal(["env", "TERM=xterm-kitty", *command], alone(), 100, 30) as terminal:
        terminal.wait_for(lambda text: "▀▀▀▀" in text and b"\x1b_Gi=31" in terminal.raw)
        assert b"a=t" not in terminal.raw, "nothing is drawn unasked"
        terminal.send("\x1b_Gi=31;OK\x1b\\")
        terminal.wait_for(lambda _: terminal.raw.count(b"\x1b_Ga=p") >= 12)
        assert b"\x1b_Ga=t,f=100" in terminal.raw
        terminal.send("Q")
        assert terminal.exit_code() == 0
        assert terminal.raw.rindex(b"\x1b_Ga=d,d=A") > terminal.raw.rindex(b"\x1b_Ga=p")


def test_a_terminal_with_sixels_is_sent_them_when_it_says_how_large_its_cells_are(command: list[str]) -> None:
    with Terminal(command, alone(), 100, 30) as terminal:
        terminal.wait_for(lambda text: "▀▀▀▀" in text and b"\x1b[c" in terminal.raw)
        assert b"\x1b[16t" not in terminal.raw, "only terminals with sixels are asked more"
        terminal.send("\x1b[?62;4;22c")
        terminal.wait_for(lambda _: b"\x1b[?1;1;0S" in terminal.raw and b"\x1b[16t" in terminal.raw)
        assert b"\x1bP" not in terminal.raw, "nobody knows yet how large a cell is"
        terminal.send("\x1b[?1;0;16S\x1b[6;20;10t")
        terminal.wait_for(lambda _: len(rows_of_sixels(bytes(terminal.raw))) >= 12)
        width, height = rows_of_sixels(bytes(terminal.raw))[0]
        assert (width % 10, height) == (0, 20)
        terminal.send("Q")
        assert terminal.exit_code() == 0


def test_a_terminal_that_only_draws_in_the_way_of_iterm_is_sent_files(command: list[str]) -> None:
    with Terminal(command, alone(), 100, 30) as terminal:
        terminal.wait_for(lambda text: "▀▀▀▀" in text and b"\x1b[>q\x1b[c" in terminal.raw)
        terminal.send("\x1bP>|iTerm2 3.4.2\x1b\\\x1b[?62;22c")
        terminal.wait_for(lambda _: b"\x1b]1337;ReportCellSize" in terminal.raw)
        terminal.send("\x1b]1337;ReportCellSize=10.0;6.0;2.0\x1b\\")
        terminal.wait_for(lambda _: terminal.raw.count(b";height=1;preserveAspectRatio=0") >= 12)
        terminal.send("Q")
        assert terminal.exit_code() == 0


def test_a_terminal_that_lies_and_repeats_itself_keeps_half_blocks_and_its_keys(command: list[str]) -> None:
    lies = "\x1b[?62;4c\x1b[6;0;0t\x1b[6;1000000;1000000t\x1b[?1;0;0S"
    with Terminal(["env", "TERM=xterm-kitty", *command], alone(), 100, 30) as terminal:
        terminal.wait_for(lambda text: "▀▀▀▀" in text and b"\x1b[c" in terminal.raw)
        terminal.send(lies)
        terminal.wait_for(lambda _: b"\x1b[16t" in terminal.raw)
        terminal.send(lies + lies + "?")
        terminal.wait_for("Moving")
        for part in ("\x1bP>|qqQ", "Q(7)\x1b", "\\\x1b_Gi=31;ENO", "QQ:s\x1b\\", lies[:7], lies[7:] + "\x1b"):
            terminal.send(part)
            terminal.settle(0.05)
        terminal.wait_for(lambda text: "Moving" not in text and "▀▀▀▀" in text)
        terminal.send("s" + lies + "?")
        terminal.wait_for("Moving")
        sent = bytes(terminal.raw)
        assert (sent.count(b"\x1b[16t"), sent.count(b"\x1b[?1;1;0S"), sent.count(b"\x1bP")) == (1, 1, 0)
        terminal.send("\x1b")
        terminal.wait_for(lambda text: "Moving" not in text and "Unstarred" not in text and "★" in text)
        terminal.send("Q")
        assert terminal.exit_code() == 0


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_kitty_is_sent_the_picture_through_tmux_and_its_cells_as_text(command: list[str]) -> None:
    with TemporaryDirectory() as place:  # a short path: that of a socket may have no more than 107 bytes
        settings = Path(place, "tmux.conf")
        settings.write_text("set -g status off\nset -g allow-passthrough on\n")
        server = ["tmux", "-u", "-S", f"{place}/socket", "-f", str(settings)]
        try:
            with Terminal([*server, "new-session", *command], alone(), 100, 30) as terminal:
                terminal.wait_for(lambda _: b"\x1b[>q" in terminal.raw)
                terminal.send("\x1bP>|kitty(0.41.1)\x1b\\")
                terminal.wait_for(lambda _: b"\x1b_Ga=p,U=1,i=" in terminal.raw)
                assert b"\x1b_Ga=t,f=100" in terminal.raw
                terminal.wait_for(lambda text: text.count(PLACEHOLDER) >= 12 and "▀" not in text)
                terminal.send("?")
                terminal.wait_for(lambda text: "Moving" in text and PLACEHOLDER not in text)
                terminal.send("\x1b")
                terminal.wait_for(PLACEHOLDER)
                terminal.send("Q")
                terminal.wait_for(lambda _: b"\x1b_Ga=d,d=I,i=" in terminal.raw)
        finally:
            subprocess.run([*server, "kill-server"], capture_output=True, check=False)


def rows_of_sixels(sent: bytes) -> list[tuple[int, int]]:
    """The width and height in pixels of each row of a picture that was sent whole."""
    found = re.findall(rb'\x1bP0;1;0q"1;1;(\d+);(\d+)[!-~]+\x1b\\', sent)
    return [(int(width), int(height)) for width, height in found]


def test_other_terminals_are_not_asked_what_they_might_print(tmp_path: Path) -> None:
    command = [*NEWSREADER, "--data-dir", str(tmp_path / "data")]
    with Terminal(command, alone(), 100, 30) as terminal:
        terminal.wait_for("Nothing to read yet")
        terminal.settle()
        assert b"\x1b_G" not in terminal.raw
