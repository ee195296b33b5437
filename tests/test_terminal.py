"""The whole program in a terminal: opened, read, looked at from outside, and ended in every way."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.ui.startup import POLL_SECONDS
from tests.samples import SAVED_PAGE, item, rss
from tests.server import ScriptedServer, hang, reply, running_server
from tests.terminal import PATIENCE, Terminal

NEWSREADER = [sys.executable, "-m", "reader"]

RESTORED = b"\x1b[?1049l"
"""What leaves the alternate screen."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as running:
        yield running


def run(data: Path, *words: str) -> str:
    """What the command printed."""
    command = [*NEWSREADER, "--data-dir", str(data), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def screen(data: Path, *words: str, columns: int = 100, lines: int = 30) -> Terminal:
    command = [*NEWSREADER, "--data-dir", str(data), *words]
    return Terminal(command, os.environ, columns, lines)


@pytest.fixture
def library(data: Path, server: ScriptedServer, tmp_path: Path) -> Path:
    """A library with a feed of three articles and a saved page."""
    server.script("/news.xml", reply(rss([item(n) for n in (3, 2, 1)]), ETag='"1"'))
    run(data, "add", server.url("/news.xml"))
    page = tmp_path / "ferry.txt"
    page.write_text(SAVED_PAGE, encoding="utf-8")
    run(data, "save", str(page))
    return data


def test_it_reads_without_a_network(library: Path, server: ScriptedServer) -> None:
    asked = len(server.requests)
    with screen(library, "--offline") as terminal:
        terminal.wait_for("Matter 3 is settled")
        terminal.wait_for("matter 3, and")
        terminal.send("4")
        terminal.wait_for("said the captain")
        terminal.send("q")
        assert terminal.exit_code() == 0
        assert RESTORED in terminal.raw
    assert len(server.requests) == asked


def test_a_mark_made_elsewhere_shows_within_a_second(library: Path) -> None:
    with screen(library, "--offline") as terminal:
        terminal.wait_for("4 unread")
        run(library, "mark", "read", "1")
        terminal.wait_for("3 unread")
    assert POLL_SECONDS <= 0.5


def test_the_screen_is_seen_where_errors_go_to_a_file(library: Path, tmp_path: Path) -> None:
    for target in (str(tmp_path / "errors"), "&-"):
        command = f'exec "$0" -m reader --data-dir "$1" --offline 2>{target}'
        with Terminal(["sh", "-c", command, sys.executable, str(library)], os.environ) as terminal:
            terminal.wait_for("Matter 3 is settled")
            terminal.send("q")
            assert terminal.exit_code() == 0
            assert RESTORED in terminal.raw
    assert (tmp_path / "errors").read_bytes() == b""


def test_wrong_keys_and_themes_are_told_and_the_rest_of_the_settings_stays(
    library: Path, tmp_path: Path, server: ScriptedServer
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('theme = "nrod"\npreset = "newsboat"\n[keys]\nstar = "N"\n', encoding="utf-8")
    command = [*NEWSREADER, "--data-dir", str(library), "--config", str(config)]
    with Terminal(command, os.environ, 120, 30) as terminal:
        terminal.wait_for('config.toml, line 1: there is no theme "nrod"; did you mean "nord"? (and 1 more)')
        terminal.wait_for("4 unread")
        terminal.send("N")  # newsboat's key for read and unread
        terminal.wait_for("3 unread")
        terminal.send("R")  # its worker has the same settings
        terminal.wait_for(lambda text: "nothing new" in text.lower() or "No feed is due" in text)
    ended = subprocess.run([*command, "unread"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    first, second = ended.stderr.splitlines()
    assert first.endswith('line 1: there is no theme "nrod"; did you mean "nord"?')
    assert 'line 4: the key "N" is given to "star" and to "toggle_read"' in second


@pytest.mark.long
def test_it_asks_what_is_due_and_shows_it(library: Path, server: ScriptedServer) -> None:
    server.script("/more.xml", reply(rss([item(9, key="more-9")], title="More News")))
    run(library, "--offline", "add", server.url("/more.xml"))
    with screen(library) as terminal:
        terminal.wait_for("Matter 9 is settled")
        terminal.send("q")
        assert terminal.exit_code() == 0


@pytest.mark.long
def test_it_ends_at_once_while_a_server_hangs(library: Path, server: ScriptedServer) -> None:
    server.script("/slow.xml", hang())
    run(library, "--offline", "add", server.url("/slow.xml"))
    with screen(library) as terminal:
        terminal.wait_for("Matter 3 is settled")
        terminal.wait_for(lambda _: bool(server.asked("/slow.xml")))
        terminal.send("q")
        assert terminal.exit_code() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_leaves_the_terminal_as_it_was(library: Path, number: signal.Signals) -> None:
    with screen(library, "--offline") as terminal:
        terminal.wait_for("Matter 3 is settled")
        terminal.send("s")
        terminal.wait_for("★")
        os.kill(terminal.pid, number)
        assert terminal.exit_code() == 128 + number
        assert RESTORED in terminal.raw
        assert terminal.is_cooked
    assert '"starred": true' in run(library, "list", "--starred", "--json")


@pytest.mark.parametrize("way", ["ctrl+z", "ctrl+z in a dialog", "SIGTSTP"])
def test_it_is_suspended_and_goes_on(library: Path, way: str) -> None:
    with screen(library, "--offline") as terminal:
        terminal.wait_for("matter 3, and")
        if way == "ctrl+z in a dialog":
            terminal.send("H")
            terminal.wait_for("how they fare")
        if way == "SIGTSTP":
            os.kill(terminal.pid, signal.SIGTSTP)
        else:
            terminal.send("\x1a")
        terminal.wait_until_stopped()
        assert terminal.raw.count(RESTORED) == 1
        assert terminal.is_cooked
        terminal.forget()
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for("how they fare" if way == "ctrl+z in a dialog" else "matter 3, and")
        assert not terminal.is_cooked
        terminal.send("\x1b" if way == "ctrl+z in a dialog" else "")
        terminal.wait_for("Matter 3 is settled")
        terminal.send("s")
        terminal.wait_for("★")
        terminal.send("q")
        assert terminal.exit_code() == 0
        assert terminal.is_cooked


def test_what_another_program_wrote_over_is_drawn_again(library: Path) -> None:
    with screen(library, "--offline") as terminal:
        terminal.wait_for("matter 3, and")
        terminal.settle()
        terminal.forget()
        terminal.send("\x0c")
        terminal.wait_for(lambda text: "Matter 3 is settled" in text and "matter 3, and" in text)


@pytest.mark.long
def test_it_ends_when_its_terminal_vanishes_without_a_signal(library: Path) -> None:
    """A terminal that is not its session's own sends no SIGHUP when it goes."""
    terminal, its_end = pty.openpty()
    command = [*NEWSREADER, "--data-dir", str(library), "--offline"]
    environment = {**os.environ, "TERM": "xterm-256color"}
    with subprocess.Popen(
        command, stdin=its_end, stdout=its_end, stderr=its_end, env=environment, start_new_session=True
    ) as program:
        os.close(its_end)
        shown = b""
        while b"settled" not in shown:
            shown += os.read(terminal, 65_536)
        os.close(terminal)
        try:
            assert program.wait(PATIENCE) == 129
        finally:
            program.kill()


def test_what_was_shown_as_done_survives_a_kill(library: Path) -> None:
    with screen(library, "--offline") as terminal:
        terminal.wait_for("Matter 3 is settled")
        terminal.send("s")
        terminal.wait_for("★")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.exit_code()
    assert len(run(library, "list", "--starred", "--json").splitlines()) == 1


@pytest.mark.long
def test_it_fits_every_width_while_it_is_resized(library: Path) -> None:
    with screen(library, "--offline", columns=140, lines=40) as terminal:
        terminal.wait_for(lambda text: "Starred" in text and "about matter 3," in text)
        terminal.resize(60, 20)
        terminal.wait_for(lambda text: "Matter 2 is settled" in text and "about matter 3," not in text)
        terminal.send("\r")
        terminal.wait_for("about matter 3,")
        terminal.send("h")
        terminal.wait_for("Matter 1 is settled")
        terminal.resize(100, 30)
        terminal.wait_for(lambda text: "Matter 1 is settled" in text and "about matter 3," in text)
        terminal.resize(1, 1)
        terminal.resize(120, 40)
        terminal.wait_for(lambda text: "Starred" in text and "about matter 3," in text)


def test_wrong_settings_are_shown_and_the_screen_opens(library: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("mesure = 80\n")
    with screen(library, "--offline", "--config", str(config), columns=120) as terminal:
        terminal.wait_for("Matter 3 is settled")
        terminal.wait_for(lambda text: "mesure" in text and "line 1" in text)


HOSTILE = "\x9d52;c;cHduZWQ=\x07 \u202eevil [/b] [@click=app.quit]x[/]"


def test_nothing_a_feed_contains_reaches_the_terminal_as_a_command(
    data: Path, server: ScriptedServer
) -> None:
    body = f"<p>{HOSTILE}</p><p>Plain end.</p>"
    server.script("/bad.xml", reply(rss([item(1, f"Title {HOSTILE}", body)], title=f"Feed {HOSTILE}")))
    run(data, "add", server.url("/bad.xml"))
    with screen(data, "--offline", columns=140) as terminal:
        terminal.wait_for("Plain end.")
        written = terminal.raw.decode("utf-8")
    assert "[@click=app.quit]x[/]" in written
    assert "\x1b]52" not in written
    assert not re.search("[\x80-\x9f\u202a-\u202e]", written)


def test_the_screen_imports_nothing_that_asks_or_parses(library: Path) -> None:
    program = (
        "import sys, json, reader.cli, reader.ui.app, reader.ui.startup\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert not {"aiohttp", "feedparser", "lxml", "trafilatura", "selectolax", "pypdf"} & set(
        json.loads(done.stdout)
    )
    with screen(library, "--offline") as terminal:
        terminal.wait_for("matter 3, and")
        maps = Path(f"/proc/{terminal.pid}/maps")
        if maps.exists():
            assert not re.search(r"aiohttp|lxml|selectolax", maps.read_text())


def test_the_demo_opens_on_samples() -> None:
    command = [*NEWSREADER, "--demo"]
    with Terminal(command, os.environ, 120, 36) as terminal:
        terminal.wait_for("filling a library of samples")
        terminal.wait_for(lambda text: "filling" not in text and "demo" in text)
        terminal.wait_for(lambda text: text.count("●") > 10)
        terminal.send("q")
        assert terminal.exit_code() == 0


@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_demo_that_is_ended_while_it_is_filled_leaves_nothing(tmp_path: Path, end: str) -> None:
    with Terminal([*NEWSREADER, "--demo"], os.environ | {"TMPDIR": str(tmp_path)}) as terminal:
        terminal.wait_for("filling a library of samples")
        if end == "SIGINT":
            terminal.send("\x03")  # all processes in the foreground get it
        else:
            os.kill(terminal.pid, getattr(signal, end))
        assert terminal.exit_code() == 128 + getattr(signal, end)
        assert list(tmp_path.iterdir()) == []
        assert b"Traceback" not in terminal.raw


def test_the_demo_obeys_settings_that_are_named(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("rows = 3\n")
    with Terminal([*NEWSREADER, "--demo", "--config", str(config)], os.environ, 120, 36) as terminal:
        terminal.wait_for('config.toml, line 1: "rows" is one of auto, 1, 2, not "3"')
        terminal.wait_for(lambda text: text.count("●") > 10)


@pytest.mark.long
@pytest.mark.parametrize("before", ["", "/", "H"])
def test_control_c_ends_it_as_q_does(library: Path, before: str) -> None:
    with screen(library, "--offline") as terminal:
        terminal.wait_for("matter 3, and")
        terminal.send(before)
        terminal.wait_for({"": "Matter 3", "/": "Search all articles", "H": "how they fare"}[before])
        terminal.send("\x03")
        assert terminal.exit_code() == 0
        assert RESTORED in terminal.raw


def test_a_dumb_terminal_gets_one_sentence(library: Path) -> None:
    command = ["env", "TERM=dumb", *NEWSREADER, "--data-dir", str(library)]
    with Terminal(command, os.environ) as terminal:
        assert terminal.exit_code() == 1
        [line] = terminal.raw.decode().split("\r\n")[:-1]
    assert line.startswith("newsreader: this terminal cannot show a screen (TERM is dumb)")
