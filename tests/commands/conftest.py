"""The command line in the test's own process, on the test's own library."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command import Ended, ran
from tests.server import ScriptedServer, running_server

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
