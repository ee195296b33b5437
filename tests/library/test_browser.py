"""Opening links: what may be opened, and by which command."""

from pathlib import Path

import pytest

from reader.config import Settings
from reader.library.browser import browser_command

LINK = "https://example.org/a?b=c&d=e"


def test_the_setting_wins_and_is_never_given_to_a_shell() -> None:
    settings = Settings(browser="tool --new %u 'two words'")
    assert browser_command(LINK, settings, {"BROWSER": "other"}) == ["tool", "--new", LINK, "two words"]
    assert browser_command(LINK, Settings(browser="tool"), {}) == ["tool", LINK]


def test_the_first_browser_that_exists_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "present"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser_command(LINK, Settings(), {"BROWSER": "absent:present %s"}) == ["present", LINK]


def test_over_ssh_there_is_no_browser() -> None:
    assert browser_command(LINK, Settings(), {"SSH_CONNECTION": "x", "DISPLAY": ":0"}) is None
    assert browser_command(LINK, Settings(), {}) is None
