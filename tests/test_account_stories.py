"""The story of an account, in a real terminal: from nothing to what is unread on the server, and back."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.servers.greader import FakeReader
from tests.servers.profiles import FRESHRSS
from tests.terminal import Terminal


def bottom(words: str) -> Callable[[str], bool]:
    """See these words in the last line."""
    return lambda text: words in text.splitlines()[-1]


def test_an_account_is_added_read_marked_without_a_network_and_synced(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("send_seconds = 1\n", encoding="utf-8")
    command = [sys.executable, "-m", "reader", "--data-dir", str(tmp_path / "data"), "--config", str(config)]
    with FakeReader(FRESHRSS) as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed", "Harbour", "News"), 3)
        adding = [*command, "account", "add", "greader", server.url, "--user", server.user.name]
        with Terminal([*adding, "--name", "home"], os.environ) as terminal:
            terminal.wait_for("Password for")
            terminal.send(f"{server.user.password}\r")
            assert terminal.exit_code() == 0
            assert server.user.password not in terminal.text
        subprocess.run([*command, "sync"], check=True, capture_output=True)
        with Terminal([*command, "--offline"], os.environ, 140, 30) as terminal:
            terminal.wait_for("Article 3")
            terminal.wait_for("home")
            terminal.send("s")
            terminal.wait_for(bottom("↑1"))
            terminal.send("Q")
            assert terminal.exit_code() == 0
        assert not any(item.starred for item in server.user.items.values())
        with Terminal(command, os.environ, 140, 30) as terminal:  # what waited is sent with the start
            terminal.wait_for(lambda _: any(item.starred for item in server.user.items.values()))
            terminal.wait_for(lambda text: "★" in text and not bottom("↑")(text))
            terminal.send("js")
            terminal.wait_for(lambda _: sum(item.starred for item in server.user.items.values()) == 2)
            server.user.password = "another one"
            terminal.send("s")
            terminal.wait_for(bottom("home: password refused (H)"))
            terminal.send("H")
            terminal.wait_for("Accounts · 1")
            terminal.send("gp")
            terminal.wait_for("Password for home")
            terminal.send("another one\r")
            terminal.wait_for("It is kept, and what waited is sent")
            terminal.wait_for(lambda _: sum(item.starred for item in server.user.items.values()) == 1)
            terminal.send("q")
            terminal.wait_for(lambda text: "Accounts" not in text)
            terminal.send("Q")
            assert terminal.exit_code() == 0


def test_an_account_is_added_in_one_dialog_which_says_what_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reader", "--data-dir", str(tmp_path / "data")]
    command += ["--config", str(tmp_path / "config.toml")]
    with FakeReader(FRESHRSS) as server, Terminal(command, os.environ, 100, 30) as terminal:
        server.user.add_items(server.user.add_feed("http://site.test/feed", "Harbour", "News"), 3)
        terminal.wait_for("Nothing to read yet")
        terminal.send(":Add an acc\r")
        terminal.wait_for("enter tries it")
        terminal.send("\r")
        terminal.wait_for("Type the server's address first")
        terminal.send(f"{server.url}\talice\twrong-word\r")
        terminal.wait_for("refuses the user or the password")
        terminal.send("\x15alice-word")  # ctrl+u empties the line
        server.enabled = False
        terminal.send("\r")
        terminal.wait_for("API is switched off or busy")
        server.enabled = True
        terminal.send("\x1b[Z\x1b[Z\x05elsewhere/\r")  # back to the address, and to its end
        terminal.wait_for("does not speak the Google Reader API")
        terminal.send(f"\x15{server.url}\t\t\thome\r")
        terminal.wait_for("Article 3")
        assert "alice-word" not in terminal.text
        terminal.send("Q")
        assert terminal.exit_code() == 0
    done = subprocess.run([*command, "account", "list", "--json"], check=True, capture_output=True)
    assert b'"name": "home"' in done.stdout
    for file in (tmp_path / "data").rglob("*"):
        assert not file.is_file() or file.name == "secrets.json" or b"alice-word" not in file.read_bytes()
