"""Columns stay straight, and no letter is lost, in a terminal that counts cells as the C library does.

Its `wcwidth` gives Bengali and Tamil vowel signs a cell of their own and each part of an emoji two, where the
screen counts clusters; tmux and xterm count much as it does.
"""

import ctypes
import locale
import os
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pyte.screens
import pytest

from tests.scripts_library import SAMPLES, make_scripts_library
from tests.terminal import Terminal

COLUMNS, LINES = 140, 88
BORDER = "│"


@pytest.fixture
def widths_of_the_c_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The emulator measures each character as the system's C library does."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
            break
        except locale.Error:
            continue
    else:
        pytest.skip("there is no locale of UTF-8")
    measure = ctypes.CDLL(None).wcwidth
    assert measure(ord("\u09be")) == 1, "the C library counts as the screen does"
    monkeypatch.setattr(pyte.screens, "wcwidth", lambda character: max(0, measure(ord(character))))
    draw = pyte.Screen.draw  # which forgets what follows a mark without a cell, and some marks themselves

    def draw_each(screen: pyte.Screen, text: str) -> None:
        for character in text:
            draw(screen, character)

    monkeypatch.setattr(pyte.Screen, "draw", draw_each)
    yield
    locale.setlocale(locale.LC_CTYPE, before)


def letters(text: str) -> str:
    """The text without blanks and marks."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(each for each in decomposed if unicodedata.category(each) not in ("Mn", "Me", "Cf", "Zs"))


def between(terminal: Terminal, first: int, last: int) -> str:
    """The letters that stand between two columns, from the top on."""
    return letters("".join(cell.data for row in terminal.cells for cell in row[first:last]))


@pytest.mark.long
@pytest.mark.usefixtures("widths_of_the_c_library")
def test_columns_are_straight_and_no_letter_is_lost(tmp_path: Path) -> None:
    make_scripts_library(tmp_path / "library.db")
    command = [sys.executable, "-m", "reader", "--data-dir", str(tmp_path), "--offline"]
    environ = os.environ | {"NEWSREADER_TEST_NOW": "2026-11-21T09:30:00Z", "NEWSREADER_CONFIG": os.devnull}
    for name in ("TMUX", "VTE_VERSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "TERM_PROGRAM", "MLTERM"):
        environ.pop(name, None)
    with Terminal(command, environ, COLUMNS, LINES) as terminal:
        terminal.wait_for("English words Zażółć")
        terminal.settle()
        rows = [[cell.data for cell in row] for row in terminal.cells]
        border = rows[-2].index(BORDER)
        assert [row[border] for row in rows[:-1]] == [BORDER] * (LINES - 1)
        ages = ["now", *(f"{hours}h" for hours in range(1, len(SAMPLES) + 1))]
        ends = ["".join(row[border - 8 : border]).split()[-1] for row in rows[3 : 3 + 2 * len(ages) : 2]]
        assert ends == ages
        read = between(terminal, border + 1, COLUMNS)
        for name in ("Bengali", "Hindi", "Tamil", "Thai", "Chinese", "Japanese", "Korean", "Marks"):
            assert letters(SAMPLES[name]) * 2 in read, name
