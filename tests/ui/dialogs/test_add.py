"""What the dialog that adds makes of the words that are typed into it."""

import pytest

from reader.ui.dialogs.add import command_words


@pytest.mark.parametrize("typed", ["x" * 5000, "a\x00b", "n" * 300 + ".opml"])
def test_what_is_no_path_is_taken_for_an_address(typed: str) -> None:
    assert command_words(typed, "", as_article=False) == ["add", "--json", "--", typed]


def test_a_home_that_nobody_has_is_taken_for_a_file() -> None:
    assert command_words("~nobody-of-that-name/feeds.opml", "", as_article=False)[0] == "import"
