"""A monkey presses keys: the screen goes on, and the library stays sound."""

from pathlib import Path

import pytest

from tests.many import many
from tests.monkey import play, play_in_terminal, prepare


@pytest.mark.long(30)
async def test_a_monkey_at_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path, monkeypatch.setenv)
    assert not await play(tmp_path, many(1_000, 5_000), 1)


@pytest.mark.long(40)
def test_a_monkey_in_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key does something to what is not lit, no message stays, no row jumps, while feeds are refreshed."""
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path, monkeypatch.setenv)
    assert play_in_terminal(tmp_path, many(2_500, 10_000), 1) == []
