"""Few open files, no threads, little memory: what can be done is done, what cannot is said in a sentence."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from reader.commands.shared.failure import explain
from reader.config import Paths, Settings
from reader.library.library import Library, open_library
from reader.store.database.connection import rows
from reader.store.feeds import feeds
from tests.samples import item, rss
from tests.server import ScriptedServer, loopback_addresses, reply, running_server
from tests.terminal import Terminal

HOSTS = loopback_addresses(40)
GIVES_UP = (
    "Fatal Python error: ", "Exception ignored in: ", "libgcc_s.so.1 must be installed",
    "ERROR:root:code for hash",
)  # fmt: skip
"""What Python or the C library says where no memory is left to end a thread, to make an error or to map code:
no program hears of it."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this system has no such limits")

THREADLESS = """
import sys, threading
threading.stack_size(1 << 46)  # more than there is of any memory: no thread can be started
from reader.cli import main
main()
"""


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server(hosts=HOSTS) as running:
        yield running


@pytest.fixture
def library(tmp_path: Path, server: ScriptedServer) -> Iterator[Library]:
    """A library with a feed on each of many hosts, none of which was asked yet."""
    opened = open_library(Paths(data=tmp_path / "data", config=tmp_path / "config.toml"), Settings())
    for number, host in enumerate(HOSTS):
        server.script(f"/{number}", reply(rss([item(100 + number)])))
        feeds.add_feed(opened.db, server.url(f"/{number}", host=host), now=opened.clock())
    yield opened
    opened.db.close()


def words(library: Library, *words: str) -> list[str]:
    return ["--data-dir", str(library.paths.data), "--config", str(library.paths.config), *words]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2], env=os.environ
    )


def limited(limit: str, command: Sequence[str]) -> list[str]:
    """Return the command that runs under a limit of the shell's `ulimit`."""
    return ["sh", "-c", f'ulimit {limit}; exec "$@"', "sh", sys.executable, *command]


@pytest.mark.parametrize("files", [64, 25])
def test_few_open_files_make_a_refresh_slower_and_no_feed_fail(library: Library, files: int) -> None:
    done = run(*limited(f"-n {files}", ["-m", "reader", *words(library, "refresh")]))
    assert (done.returncode, done.stderr) == (0, "")
    assert rows(library.db, "SELECT count(*) FROM article") == [(len(HOSTS),)]


@pytest.mark.long
def test_the_screen_does_with_few_open_files(library: Library) -> None:
    with Terminal(limited("-n 64", ["-m", "reader", *words(library)]), os.environ) as terminal:
        terminal.wait_for(f"{len(HOSTS)} unread")  # its worker, which has the same limit, has asked for them
        terminal.send("4q")
        assert terminal.exit_code() == 0
    assert not library.paths.log.exists()


def test_without_threads_it_is_said_and_nothing_is_lost(library: Library) -> None:
    listed = run(sys.executable, "-c", THREADLESS, *words(library, "list"))
    assert (listed.returncode, listed.stderr) == (0, "")
    refreshed = run(sys.executable, "-c", THREADLESS, *words(library, "refresh"))
    # It gets to its end; and does all where the system tells without a thread that a process has ended.
    assert f"feeds asked: {len(HOSTS)}" in refreshed.stdout
    complaints = refreshed.stderr.splitlines()
    assert all(line.startswith("newsreader: ") for line in complaints), complaints
    assert not library.paths.log.exists(), library.paths.log.read_text()
    assert library.db.pragma("integrity_check") == "ok"


@pytest.mark.parametrize("kibibytes", [120_000, 140_000])
def test_with_little_memory_it_is_said_and_nothing_is_lost(library: Library, kibibytes: int) -> None:
    """About what a refresh needs at its height, and less."""
    done = run(*limited(f"-v {kibibytes}", ["-m", "reader", *words(library, "refresh")]))
    told = done.stderr
    for gives_up in GIVES_UP:
        told = told.partition(gives_up)[0]
    complaints = told.splitlines()
    assert all(line.startswith("newsreader: ") for line in complaints), complaints
    assert library.db.pragma("integrity_check") == "ok"
    kept = rows(library.db, "SELECT count(*) FROM article")[0][0]
    assert (kept == len(HOSTS)) or done.returncode != 0, "what ended well did all"
    assert done.stdout.count(": 1 new") <= kept, "what was told is there"


def test_code_that_finds_no_memory_is_told_as_that(capsys: pytest.CaptureFixture[str]) -> None:
    error = ImportError("/lib/pyexpat.so: failed to map segment from shared object")
    assert explain(error) == 1
    assert capsys.readouterr().err == "newsreader: the system allows too little memory, or too few threads\n"
