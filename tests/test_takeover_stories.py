"""Stories in a terminal: the first minute with other readers' feeds, newsboat's hands, and a script."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsboat import make_cache
from tests.samples import SAVED_PAGE, item, rss
from tests.server import ScriptedServer, held, reply, running_server
from tests.terminal import Terminal


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as running:
        yield running


class Reader:
    """A library and its settings, on the screen and on the command line."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        (folder / "config.toml").write_text(settings, encoding="utf-8")
        self._command = [
            sys.executable, "-m", "reader", "--data-dir", str(folder / "data"),
            "--config", str(folder / "config.toml"),
        ]  # fmt: skip

    def run(self, *words: str, code: int = 0) -> str:
        done = subprocess.run([*self._command, *words], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    def screen(self, *words: str, columns: int = 120, lines: int = 30) -> Terminal:
        return Terminal([*self._command, *words], os.environ, columns, lines)


def add(terminal: Terminal, what: str) -> None:
    """Types something into the dialog that adds."""
    terminal.send("a")
    terminal.wait_for("Address of a feed")
    terminal.send(f"{what}\r")


def left(text: str) -> bool:
    """Whether the dialog that adds is gone."""
    return "Address of a feed" not in text


def first_row(terminal: Terminal) -> str:
    """What the first headline's row shows, with the cursor's sign if it is there."""
    return next((line for line in terminal.text.splitlines() if "is settled" in line), "")


def test_an_imported_list_fills_while_the_cursor_waits_on_top(tmp_path: Path, server: ScriptedServer) -> None:
    """The newest article is on top and lit at the end, however late its feed answers."""
    server.script("/old", reply(rss([item(n) for n in range(20, 0, -1)], title="Old harbour")))
    server.script("/new", held(reply(rss([item(n) for n in range(29, 20, -1)], title="New harbour"))))
    opml = tmp_path / "feeds.opml"
    feeds = "".join(
        f'<outline type="rss" text="{name}" xmlUrl="{server.url(path)}"/>'
        for name, path in (("Old harbour", "/old"), ("New harbour", "/new"))
    )
    opml.write_text(f'<opml version="2.0"><body>{feeds}</body></opml>', encoding="utf-8")
    reader = Reader(tmp_path)
    with reader.screen() as terminal:
        terminal.wait_for("Nothing to read yet")
        add(terminal, str(opml))
        terminal.wait_for("1 of 2, 20 new · Old harbour")
        terminal.wait_for("Matter 20 is settled")
        server.open("gate")
        terminal.wait_for("Matter 29 is settled")
        terminal.wait_for(lambda text: "about matter 29," in text)  # it is the one that is shown
        assert "29" in first_row(terminal)
        terminal.send("j")
        terminal.wait_for("about matter 28,")
        add(terminal, str(server.url("/old")))
        terminal.wait_for("Old harbour is subscribed already")


def test_a_feed_begins_with_its_newest_articles(tmp_path: Path, server: ScriptedServer) -> None:
    server.script("/feed", reply(rss([item(n) for n in range(28, 0, -1)])))
    reader = Reader(tmp_path, "backlog = 5\n")
    with reader.screen() as terminal:
        terminal.wait_for("Nothing to read yet")
        add(terminal, str(server.url("/feed")))
        terminal.wait_for(lambda text: left(text) and "5 unread" in text)
        terminal.send("U")
        terminal.wait_for("28 unread")
        terminal.send("q")
        assert terminal.exit_code() == 0


def test_what_is_no_article_is_asked_about_first(tmp_path: Path) -> None:
    settings = tmp_path / "accounts"
    settings.write_text("root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/:/bin/false\n" * 9, encoding="utf-8")
    (tmp_path / "ferry.txt").write_text(SAVED_PAGE, encoding="utf-8")
    reader = Reader(tmp_path)
    with reader.screen() as terminal:
        terminal.wait_for("Nothing to read yet")
        add(terminal, str(settings))
        terminal.wait_for("Enter again saves it all the same")
        assert reader.run("list") == ""
        terminal.send("\x1b")
        terminal.wait_for(left)
        add(terminal, str(tmp_path / "ferry.txt"))
        terminal.wait_for(lambda text: left(text) and "Ferry crews test" in text)
        add(terminal, str(settings))
        terminal.wait_for("Enter again saves it all the same")
        terminal.send("\r")
        terminal.wait_for(lambda text: left(text) and "accounts" in text)


def test_newsboats_hands_find_its_data_and_its_keys(tmp_path: Path, server: ScriptedServer) -> None:
    """The keys that a newsboat user presses most do what the hands expect."""
    folder = tmp_path / "newsboat"
    folder.mkdir()
    feeds = [(server.url("/a"), "Harbour"), (server.url("/b"), "Island")]
    (folder / "urls").write_text("\n".join(f'{url} sea "~{name}"' for url, name in feeds), encoding="utf-8")
    make_cache(
        folder / "cache.db",
        [
            (feeds[0][0], "A", [(n, int(n != 8), "s" if n == 2 else None, 0) for n in range(1, 10)]),
            (feeds[1][0], "B", [(n, 1, None, 0) for n in range(11, 14)]),
        ],
    )
    reader = Reader(tmp_path, 'preset = "newsboat"\nrefresh_minutes = 0\n')
    assert "12 articles, 12 of them new here: 1 read, 1 starred" in reader.run("import", str(folder))

    def unread() -> int:
        return int(reader.run("unread"))

    with reader.screen() as terminal:
        terminal.wait_for("about matter 13,")
        terminal.send("j")
        terminal.wait_for("about matter 12,")
        terminal.send("k")
        terminal.wait_for("about matter 13,")
        terminal.send("J")
        terminal.wait_for("about matter 12,")
        terminal.send("K")
        terminal.wait_for("about matter 13,")
        terminal.send("N")
        terminal.wait_for("10 unread")
        terminal.send("n")
        terminal.wait_for("about matter 12,")
        terminal.send("p")
        terminal.wait_for(lambda text: "about matter 12," not in text)
        terminal.send("\x1b[H")  # home
        terminal.wait_for("about matter 13,")
        terminal.send("\r")
        terminal.wait_for("about matter 13,")
        terminal.send("q")
        terminal.wait_for("10 unread")
        terminal.send("D")
        terminal.wait_for("Deleted")
        terminal.send("U")
        terminal.wait_for(lambda text: "Matter 13 is settled" in text)
        terminal.send("\x05")  # ctrl+e, newsboat's flags
        terminal.wait_for("★")
        terminal.send("/")
        terminal.send("harbour")
        terminal.wait_for("best first")
        terminal.send("\x1b")
        terminal.wait_for("All newest first")
        terminal.send("?")
        terminal.wait_for("Keys")
        terminal.send("q")
        terminal.wait_for("All newest first")
        terminal.send("\x0e")  # ctrl+n
        terminal.wait_for(lambda text: "Matter 9 is settled" in text and "Matter 12" not in text)
        terminal.send("\x10")  # ctrl+p
        terminal.wait_for(lambda text: "Matter 9 is settled" in text)
        terminal.send("A")
        terminal.wait_for("bove")
        terminal.send("\x1b")
        terminal.wait_for(lambda text: "bove" not in text)
        terminal.send("Q")
        assert terminal.exit_code() == 0
    assert unread() == 10


def test_a_script_reads_what_the_screen_shows_then(tmp_path: Path, server: ScriptedServer) -> None:
    server.script("/feed", reply(rss([item(3), item(2), item(1)])))
    reader = Reader(tmp_path)
    reader.run("add", server.url("/feed"))
    with reader.screen("--offline") as terminal:
        terminal.wait_for("3 unread")
        assert "matter 3, and everybody" in reader.run("next")
        terminal.wait_for("2 unread")
        assert json.loads(reader.run("next", "--json"))["title"] == "Matter 2 is settled"
        terminal.wait_for("1 unread")
        assert reader.run("list", "--unread", "--template", "{id}\\t{title}") == "1\tMatter 1 is settled\n"
        reader.run("next", "title:matter")
        assert reader.run("next", code=1) == "newsreader: no article is unread\n"
        terminal.send("U")
        terminal.wait_for("1 unread")
