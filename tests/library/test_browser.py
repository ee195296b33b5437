"""Opening links: by which command, and with the link as one argument."""

from pathlib import Path

import pytest

from reader.config import Settings
from reader.library.browser import browser_command

LINK = "https://example.org/a?b=c&d=e"


@pytest.fixture
def present(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs `present` and `sh`, and no others."""
    for name in ("present", "sh"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


def test_the_setting_wins_and_is_never_given_to_a_shell() -> None:
    settings = Settings(browser="tool --new %u 'two words'")
    command = browser_command(LINK, settings, {"BROWSER": "other"})
    assert command.arguments == ["tool", "--new", LINK, "two words"]
    assert browser_command(LINK, Settings(browser="tool"), {}).arguments == ["tool", LINK]


def test_a_setting_in_which_a_shell_would_read_the_link_opens_nothing() -> None:
    arguments, complaint = browser_command(LINK, Settings(browser="sh -c 'true %u'"), {"BROWSER": "sh"})
    assert arguments is None
    assert complaint.startswith('the setting "browser" cannot be used: %u stands inside a longer word')


@pytest.mark.usefixtures("present")
def test_the_first_browser_that_exists_is_taken() -> None:
    assert browser_command(LINK, Settings(), {"BROWSER": "absent:present %s"}) == (["present", LINK], "")


@pytest.mark.parametrize("bad", ["sh -c 'true %u'", "sh -c %s", "sh -c", "'", "%s"])
@pytest.mark.usefixtures("present")
def test_a_browser_of_the_environment_in_which_a_shell_would_read_the_link_is_passed_over(bad: str) -> None:
    arguments, complaint = browser_command(LINK, Settings(), {"BROWSER": f"{bad}:present"})
    assert arguments == ["present", LINK]
    assert complaint.startswith("$BROWSER has a command that cannot be used: ")
    alone = browser_command(LINK, Settings(), {"BROWSER": bad})
    assert alone == (None, complaint)


def test_over_ssh_there_is_no_browser() -> None:
    assert browser_command(LINK, Settings(), {"SSH_CONNECTION": "x", "DISPLAY": ":0"}).arguments is None
    assert browser_command(LINK, Settings(), {}).arguments is None
