"""Clusters of characters, and those about whose width terminals disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.ui.text.clusters import clusters, is_disputed, is_shaped


@pytest.mark.parametrize(
    "text",
    [
        "বাংলা", "नमस्ते", "தமிழ்", "ภาษาไทย", "มี", "عَرَبِيّ", "مكتبة", "שָׁלוֹם", "👩‍👩‍👧", "👍🏽", "🇫🇷", "☎️", "1️⃣",
        "🙂", "⚡", "e\u0323\u0302", "\u1100\u1161", "a\u200db", "bell\x07",
    ],
)  # fmt: skip
def test_terminals_disagree_about(text: str) -> None:
    assert is_disputed(text)
    assert is_disputed(f"plain {text} plain")


@pytest.mark.parametrize(
    "text",
    [
        "", "plain – “words”…", "Straße, œuvre, čeština", "Γειά, Привет", "漢字とかな、カナ", "한국어",
        "שלום", "Հայերեն", "─│╭╮▌▏█▁▇", "●○◐★☆✓✗→←↑↓▸▾▣·", "x ≤ y ∧ √2", "ⅷ №",
    ],
)  # fmt: skip
def test_terminals_agree_about(text: str) -> None:
    assert not is_disputed(text)


def test_no_character_that_is_agreed_upon_is_measured_as_another_one() -> None:
    for code in (*range(0x20, 0xD800), *range(0xE000, 0x30000)):
        character = chr(code)
        if not is_disputed(character):
            assert cell_len(character) == (2 if character > "\u2e7f" else 1), hex(code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ab漢", (("a", 1), ("b", 1), ("漢", 2))),
        ("🇫🇷🇩🇪🇮", (("🇫🇷", 2), ("🇩🇪", 2), ("🇮", 1))),
        ("👍🏽!", (("👍🏽", 2), ("!", 1))),
        ("👩‍👩‍👧", (("👩‍👩‍👧", 2),)),
        ("বাংলা", (("বাং", 1), ("লা", 1))),
        ("\u0301a", (("\u0301", 0), ("a", 1))),
    ],
)
def test_what_shares_cells_stays_together(text: str, expected: tuple[tuple[str, int], ...]) -> None:
    assert clusters(text) == expected


@given(st.text(max_size=12))
def test_clusters_are_the_whole_text(text: str) -> None:
    found = clusters(text)
    assert "".join(cluster for cluster, _ in found) == text
    assert all(width for _, width in found[1:])


def test_words_are_shaped_and_signs_are_not() -> None:
    assert is_shaped("লা")
    assert not is_shaped("🇫🇷")
    assert not is_shaped("👍🏽")
