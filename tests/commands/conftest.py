"""The command line in the test's own process, on the test's own library."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command import Ended, ran
from tests.server import ScriptedServer, running_server
from tests.servers.greader import FakeReader
from tests.servers.profiles import FRESHRSS

Newsreader = Callable[..., Ended]


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
