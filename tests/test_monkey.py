"""A monkey presses keys: the screen goes on, and the library stays sound."""

from pathlib import Path

import pytest

from tests.monkey import play, play_in_terminal, prepare


@pytest.mark.long
@pytest.mark.parametrize("seed", [1])
async def test_a_monkey_of_two_thousand_keys(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path, monkeypatch.setenv)
    assert not await play(tmp_path, 2000, seed)


@pytest.mark.long
def test_a_monkey_of_five_thousand_keys_in_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key does something to what is not lit, no message stays, no row jumps, while feeds are refreshed."""
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path, monkeypatch.setenv)
    assert play_in_terminal(tmp_path, 5_000, 1) == []
