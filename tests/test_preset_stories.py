"""Stories in a terminal: the hands of other programs' users find what they press most."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.newsboat import make_cache
from tests.test_takeover_stories import Reader

Sight = str | Callable[[str], bool]
"""What the screen shows: words, or what is true of all its text."""


def gone(words: str) -> Sight:
    """Tell that words are not seen any more."""
    return lambda text: words not in text


def read(number: int) -> Sight:
    """Tell that the text of an article is seen."""
    return f"matter {number}, and"


IN_LIST, IN_ARTICLE = "next unread", "full text"
"""Words of the bottom line while the list, or the article, has the keys."""

DOWN, UP, RIGHT, LEFT, ESCAPE = "\x1b[B", "\x1b[A", "\x1b[C", "\x1b[D", "\x1b"


def ctrl(letter: str) -> str:
    """The character that a terminal sends for a letter with ctrl."""
    return chr(ord(letter) - 96)


STORIES: dict[str, list[tuple[str, Sight]]] = {
    "vim": [
        ("j", read(12)), ("k", read(13)), ("G", read(1)), ("g", read(13)), (ctrl("d"), read(1)),
        (ctrl("u"), read(13)), ("l", "11 unread"), (ctrl("o"), IN_LIST), ("u", "12 unread"),
        ("n", read(12)), ("N", read(13)), ("/harbour", "best first"), (ESCAPE, "All newest first"),
        (ctrl("j"), gone("Matter 13")), (ctrl("j"), read(13)), (ctrl("k"), read(9)),
        ("d", "Deleted"), ("u", "Taken back"), ("s", "★"), ("u", gone("★")), (ctrl("w"), IN_ARTICLE),
        ("h", IN_LIST),
    ],
    "netnewswire": [
        (DOWN, read(12)), (UP, read(13)), ("r", "11 unread"), ("r", "12 unread"), ("s", "★"), ("+", read(12)),
        ("n", read(11)), ("b", "Opened https://harbour.example/11"), (RIGHT, IN_ARTICLE), (LEFT, IN_LIST),
        ("k", "Mark read"), (ESCAPE, gone("Mark read")), ("l", "Mark read"), (ESCAPE, gone("Mark read")),
        ("z", gone("Matter 13")), ("z", read(13)), ("a", read(9)), (" ", read(8)),
        (ctrl("n"), "Address of a feed"), (ESCAPE, gone("Address of a feed")),
    ],
    "miniflux": [
        ("j", read(12)), ("n", read(11)), ("p", read(12)), ("k", read(13)), ("l", read(1)), ("h", read(13)),
        ("f", "★"), ("f", gone("★")), ("m", "11 unread"), ("m", "12 unread"),
        ("v", "Opened https://harbour.example/13"), ("o", IN_ARTICLE), (ESCAPE, IN_LIST),
        ("A", "Mark read"), (ESCAPE, gone("Mark read")), ("#", "Edit feed"), (ESCAPE, gone("Edit feed")),
        ("+", "Address of a feed"), (ESCAPE, gone("Address of a feed")), ("g", gone("Starred")),
        ("g", "Starred"),
    ],
}  # fmt: skip
"""By the preset's name what is pressed, and what is seen after it."""


@pytest.mark.parametrize("preset", list(STORIES))
def test_hands_find_their_keys(tmp_path: Path, preset: str) -> None:
    cache = tmp_path / "cache.db"
    make_cache(
        cache,
        [
            ("https://a.example/feed", "Harbour", [(n, 1, None, 0) for n in range(1, 10)]),
            ("https://b.example/feed", "Island", [(n, 1, None, 0) for n in range(11, 14)]),
        ],
    )
    reader = Reader(tmp_path, f'preset = "{preset}"\nbrowser = "true {{url}}"\n')
    reader.run("import", str(cache))
    with reader.screen("--offline", columns=140) as terminal:
        terminal.wait_for("about matter 13,")
        for number, (keys, sight) in enumerate(STORIES[preset]):
            terminal.send(keys)
            try:
                terminal.wait_for(sight)
            except AssertionError as error:
                raise AssertionError(f"step {number}, {keys!r}: {error}") from None
        terminal.send("Q")
        assert terminal.exit_code() == 0
