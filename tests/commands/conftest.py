"""The command line in the test's own process, on the test's own library."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader import cli
from tests.server import ScriptedServer, running_server


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def shapes(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.split("\n") if line]


Newsreader = Callable[..., Ended]


@pytest.fixture
def newsreader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Newsreader:
    """Runs `newsreader WORDS...` on the test's own library and settings."""
    places = ["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / "config.toml")]

    def run(*words: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["newsreader", *places, *words])
        capfd.readouterr()
        code = cli.run()
        sys.stdout.flush()
        return Ended(code, *capfd.readouterr())

    return run


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as running:
        yield running
