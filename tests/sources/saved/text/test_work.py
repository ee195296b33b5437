"""What the reading of a copied page takes, counted in steps: ten times the lines, ten times as many."""

import pytest

from reader.sources.saved import lines, read_saved
from reader.sources.saved.text import title
from reader.sources.saved.text.headline import words_of
from reader.sources.saved.text.roles import Piece

NOW = 1_764_000_000
MENU = "\n".join(f"Harbour {number} notes" for number in range(400))
TEXT = "\n\n".join(
    f"Ida counted {number} boats on the quay and wrote each of them down, as she had been told to do."
    for number in range(30)
)
PAGE = f"{MENU}\n\nForty boats were counted on the quay\n\nBy Ida Harrow\n\n3 May 2024\n\n{TEXT}\n"


def test_no_line_is_looked_for_among_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line knows its place: to compare it with those above it took a third of the time."""
    compared = 0
    equal = Piece.__eq__

    def counted(piece: Piece, other: object) -> bool:
        nonlocal compared
        compared += 1
        return equal(piece, other)

    monkeypatch.setattr(Piece, "__eq__", counted)
    read_saved(PAGE.encode(), "copy.txt", None, NOW)
    assert compared < 450


def test_the_words_of_the_text_are_read_once_for_all_lines_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(title, "words_of", lambda text: (asked.append(text), words_of(text))[1])
    title._said.cache_clear()
    read_saved(PAGE.encode(), "copy.txt", None, NOW)
    assert asked
    assert sum(text.startswith("Ida counted 3 boats") for text in asked) <= 2


def test_a_paragraph_of_very_many_rows_is_not_read_again_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrapped file without an empty line is one paragraph: to copy it for each row takes a minute."""
    read, rows = 0, ["and then the harbour was counted once more"] * 4_000
    between = lines._between

    def counted(before: str, row: str) -> str:
        nonlocal read
        read += len(before) + len(row)
        return between(before, row)

    monkeypatch.setattr(lines, "_between", counted)
    [line] = lines.read_lines("\n".join(rows))
    assert line.text == " ".join(rows)
    assert len(line.text) <= read <= 2 * len(line.text)
