"""Opening the screen."""

import sys
from io import StringIO
from pathlib import Path

import pytest

from reader.commands import screen
from reader.config import Paths


class TerminalStream(StringIO):
    """A stream that says that it is a terminal's."""

    def isatty(self) -> bool:
        return True


def test_threads_of_the_screen_wait_for_each_other_less_than_a_millisecond(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[float] = []

    def run(*_words: object, **_options: object) -> int:
        found.append(sys.getswitchinterval())
        return 0

    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(sys, stream, TerminalStream())
    monkeypatch.setattr(screen, "run_screen", run)
    monkeypatch.setenv("TERM", "xterm")
    before = sys.getswitchinterval()
    try:
        assert screen.open_screen(Paths(tmp_path, tmp_path / "config.toml"), offline=True) == 0
    finally:
        sys.setswitchinterval(before)
    assert len(found) == 1
    assert found[0] < 0.001
