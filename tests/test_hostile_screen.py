"""Nothing that a library holds, and nothing that is pasted, reaches the terminal as a command.

The library's strings are hostile, as if the filter on their way in had failed: what draws them holds alone.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hostile_library import CONTROLS, INVISIBLE, MARKUP, PAYLOADS, fill
from tests.many import many
from tests.terminal import Terminal
from tests.terminal_bytes import violations
from tests.test_terminal import NEWSREADER

FEW = (CONTROLS[1], CONTROLS[9], MARKUP[0], MARKUP[5], INVISIBLE[3])
"""One payload of each kind, for the ordinary suite."""

PASTED = "\x9b31m\x9d52;c;aGk=\x9c\u202eevil\x7f[@click=app.quit]x[/]\U000e0041"
"""What is pasted into every field."""

ESCAPE = "\x1b[27u"
"""The key, as terminals send it that tell it apart from the beginning of another one."""

LOOKS = 500
"""How often a pause is waited for until what was asked for is taken to be not there."""

SIGHTS = (
    ("f", ""),
    ("f", ""),
    ("\r", ""),
    ("J", ""),
    ("v", ""),
    ("v", ""),
    ("z", ""),
    ("z", ""),
    (ESCAPE, ""),
    (";", "leave|Links|no links"),
    (ESCAPE, ""),
    (";\t", "Links|no links"),
    (ESCAPE, ""),
    ("t", "Words, with spaces"),
    (ESCAPE, ""),
    ("e", ""),
    (ESCAPE, ""),
    ("w", "Write to a file"),
    (ESCAPE, ""),
    ("|", "Pipe"),
    (ESCAPE, ""),
    ("A", "Mark read"),
    (ESCAPE, ""),
    ("o", ""),
    (ESCAPE, ""),
    ("y", ""),
    ("s", ""),
    ("d", ""),
    ("U", ""),
    ("V", ""),
    ("X", ""),
    ("x", ""),
)
"""Keys, and what they show of an article."""


PAUSE = 0.06
"""Seconds in which a key that has no sight of its own is given the time to be drawn."""


@contextmanager
def opened(library: Path, columns: int, lines: int) -> Iterator[Terminal]:
    """Open the screen on a library, without any program that it could start."""
    nothing = library / "nothing"
    nothing.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("BROWSER", "DISPLAY")}
    environment |= {
        "PATH": str(nothing), "HOME": str(nothing), "NEWSREADER_TEST_NOW": "2024-06-01T00:00:00Z",
    }  # fmt: skip
    command = [*NEWSREADER, "--data-dir", str(library), "--offline"]
    with Terminal(command, environment, columns, lines) as terminal:
        terminal.wait_for(lambda text: "F1" in text or "S1" in text)
        yield terminal
        terminal.settle()
        found = violations(bytes(terminal.raw), copies=True)
        assert not found, "\n".join(found[:20])


def see(terminal: Terminal, keys: str, sight: str) -> bool:
    """Press keys, and wait for what they show: any of the texts between bars, or for a pause.

    Returns whether it showed; what is asked of an article that has no links is only said.
    """
    terminal.send(keys)
    for _ in range(LOOKS):
        terminal.settle(PAUSE)
        if not sight or any(part in terminal.text for part in sight.split("|")):
            return True
    return False


def spread(first: int) -> list[str]:
    """Return all payloads, begun with some of all kinds, as only so many are walked through."""
    return [*PAYLOADS[first::5], *(one for number, one in enumerate(PAYLOADS) if number % 5 != first)]


def walk(terminal: Terminal, articles: int) -> None:
    """Show the lists, every dialog, and so many articles with all that can be asked of each."""
    seen = set()
    for _ in range(articles):
        seen |= {sight for keys, sight in SIGHTS if see(terminal, keys, sight)}
        see(terminal, ESCAPE, "")
        see(terminal, "j", "")
    assert seen == {sight for _, sight in SIGHTS}, "each dialog was there"
    for scope in "1234":
        see(terminal, scope, "")


def walk_feeds(terminal: Terminal, rows: int) -> None:
    """Go through the feeds pane, the feeds' health, the help and the palette."""
    see(terminal, "\t\t", "")
    for _ in range(rows):
        see(terminal, "j", "")
    see(terminal, "H", "how they fare")
    for _ in range(rows):
        see(terminal, "j", "")
    see(terminal, "p", "")
    see(terminal, "d", "")
    see(terminal, "U", "")
    see(terminal, ESCAPE, "")
    see(terminal, "?", "Moving")
    see(terminal, ESCAPE, "")
    see(terminal, ":", "Search for commands")
    see(terminal, ESCAPE, "")


FIELDS = (
    ("/", "Search all articles"),
    ("F", "Filter this list"),
    ("\x06", "Find in this article"),
    (":", "Search for commands"),
    ("t", "Words, with spaces"),
    ("a", "Address of a feed"),
    ("w", "Write to a file"),
    ("|", "Pipe"),
)
"""Keys that open something to type into."""


def paste(terminal: Terminal) -> None:
    """Paste into every field, and leave it."""
    for keys, sight in FIELDS:
        see(terminal, keys, sight)
        terminal.send(f"\x1b[200~{PASTED}\x1b[201~")
        terminal.wait_for("x[/]")
        see(terminal, ESCAPE, "")
        see(terminal, ESCAPE, "")
        see(terminal, "1", "")


TYPED = "a" + "\u0301" * 40 + "\x9b31m\u202e\x7f\U000e0041\x85q"
"""What a terminal without bracketed paste sends of a paste: one key after another."""


def test_nothing_that_is_typed_or_pasted_into_the_palette_reaches_the_terminal(tmp_path: Path) -> None:
    """Its field is Textual's own, not one of the program's."""
    fill(tmp_path / "library.db", FEW[:1])
    # What is typed ends in a letter that the backspace before it may take away again: it can come behind.
    for sent, sight in ((f"\x1b[200~{PASTED}\x1b[201~", "x[/]"), (TYPED, "31")):
        with opened(tmp_path, 100, 30) as terminal:
            see(terminal, ":", "Search for commands")
            terminal.send(sent)
            terminal.wait_for(lambda text, sight=sight: sight in text and "Search for commands" not in text)


def click_everywhere(terminal: Terminal, columns: int, lines: int) -> None:
    """Click on every third cell of the screen."""
    for line in range(1, lines):
        for column in range(2, columns, 9):
            terminal.send(f"\x1b[<0;{column};{line}M\x1b[<0;{column};{line}m")
        terminal.settle()


def test_hostile_strings_and_pastes_reach_no_terminal(tmp_path: Path) -> None:
    fill(tmp_path / "library.db", FEW)
    with opened(tmp_path, 140, 40) as terminal:
        walk(terminal, 1)
        paste(terminal)
        walk_feeds(terminal, 3)
        see(terminal, "1", "S1")


@pytest.mark.long(90)
@pytest.mark.parametrize(("columns", "lines", "first"), [(140, 40, 0), (80, 24, 2), (30, 10, 0)])
def test_the_whole_hostile_library_on_every_screen(
    tmp_path: Path, columns: int, lines: int, first: int
) -> None:
    fill(tmp_path / "library.db", spread(first))
    with opened(tmp_path, columns, lines) as terminal:
        for _ in range(2 * len(PAYLOADS)):
            see(terminal, "\r", "")
            see(terminal, "  ", "")
            see(terminal, f"{ESCAPE}{ESCAPE}j", "")
        if columns >= 80:
            see(terminal, "1g", "")
            walk(terminal, many(8, len(PAYLOADS)))
            paste(terminal)
            walk_feeds(terminal, 3 * len(PAYLOADS))


@pytest.mark.long(20)
def test_a_click_on_hostile_text_does_nothing_that_it_says(tmp_path: Path) -> None:
    fill(tmp_path / "library.db", MARKUP)
    with opened(tmp_path, 140, 40) as terminal:
        see(terminal, "\r", "")
        click_everywhere(terminal, 140, 40)
        see(terminal, ESCAPE, "")
        see(terminal, ESCAPE, "")
        see(terminal, "H", "how they fare")
        click_everywhere(terminal, 140, 40)
