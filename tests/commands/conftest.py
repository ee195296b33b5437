"""The command line in the test's own process, on the test's own library."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command import Ended, ran
from tests.server import ScriptedServer, running_server
from tests.servers.greader import FakeReader
from tests.servers.profiles import FRESHRSS

Newsreader = Callable[..., Ended]


@dataclass(frozen=True)
class SmallDisk:
    """A folder over which a small disk is mounted for a command, which sees it alone."""

    folder: Path

    def run(self, size: str, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command with a disk of a size that `mount` knows."""
        mount = 'mount -t tmpfs -o size="$2" tmpfs "$1" && shift 2 && exec "$@"'
        mounted = ["unshare", "-rm", "sh", "-c", mount, "sh", str(self.folder), size]
        return subprocess.run([*mounted, *command], capture_output=True, text=True, check=False)


@pytest.fixture
def disk(tmp_path: Path) -> SmallDisk:
    """A folder over which a small disk can be mounted."""
    small = SmallDisk(tmp_path / "disk")
    small.folder.mkdir()
    try:
        tried = small.run("1m", "true")
    except OSError:
        pytest.skip("this system has no `unshare`, so that no small disk can be mounted for the test")
    if tried.returncode:
        pytest.skip(f"no small disk can be mounted here: {tried.stderr.strip()}")
    return small


@pytest.fixture
def newsreader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Newsreader:
    """Runs `newsreader WORDS...` on the test's own library and settings."""
    places = ["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "config.toml")]

    def run(*words: str) -> Ended:
        return ran(monkeypatch, capfd, *places, *words)

    return run


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as running:
        yield running


PASSWORD = "tulip-4711-harbour"
"""The password of the account on the server `there`."""


@pytest.fixture
def there() -> Iterator[FakeReader]:
    """A server with an account that has a feed of three articles in a folder."""
    with FakeReader(FRESHRSS) as running:
        running.user.password = PASSWORD
        running.user.add_items(running.user.add_feed("http://site.test/feed", "Site", "News"), 3)
        yield running


@pytest.fixture
def add(newsreader: Newsreader, monkeypatch: pytest.MonkeyPatch) -> Newsreader:
    """Runs `account add greader URL ...` with a password on the input."""

    def run(url: str, *words: str, password: str = PASSWORD) -> Ended:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        return newsreader("account", "add", "greader", url, "--user", "alice", "--password-stdin", *words)

    return run
