"""Tags that are completed while they are typed."""

import pytest

from reader.ui.dialogs.tag_words import completed

TAGS = ["Boats", "bridges", "sea", "sea level"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("b", "Boats"),
        ("br", "bridges"),
        ("sea bo", "sea Boats"),
        ("-SE", "-sea"),
        ("#bri", "#bridges"),
        ("+b", "+Boats"),
        ("sea", "sea level"),
        ("sea ", None),
        ("", None),
        ("-", None),
        ("Boats", None),
        ("x", None),
    ],
)
def test_the_last_word_becomes_a_tag_that_there_is(typed: str, meant: str | None) -> None:
    assert completed(typed, TAGS) == meant
