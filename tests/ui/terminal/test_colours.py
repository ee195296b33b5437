"""Terminals with few colours, or none: what has the keys is seen all the same."""

from collections.abc import Iterator

import pytest
from rich.color import Color
from rich.segment import Segment

from reader.config import Paths, Settings
from reader.library.library import Library
from reader.store.database.connection import Database
from reader.ui.app import ReaderApp
from reader.ui.terminal.colours import Colours, colours_of, in_256_colours
from reader.ui.themes import INK
from tests.ui.screen import press, settle


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "many"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "tmux-256color"}, "256"),
        ({"TERM": "linux"}, "few"),
        ({"TERM": "xterm"}, "few"),
        ({"TERM": "xterm-16color"}, "few"),
        ({"TERM": "linux", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, "many"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_COLOR_SYSTEM": "standard"}, "few"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "few"),
    ],
)
def test_the_environment_says_how_many_colours_there_are(environ: dict[str, str], expected: Colours) -> None:
    assert colours_of(environ) == expected


def test_grounds_in_256_colours_are_greys_that_differ() -> None:
    grounds = {
        "ground": str(INK.background),
        "side": str(INK.surface),
        "cursor": INK.variables["reader-cursor"],
    }
    shown = in_256_colours(grounds | {"accent": "#e5b567"}, tuple(grounds))
    assert shown == {"ground": "#1c1c1c", "side": "#121212", "cursor": "#303030", "accent": "#e5b567"}
    assert in_256_colours({"ground": "#fbf8f1"}, ("ground",)) == {"ground": "#fbf8f1"}


def segments(app: ReaderApp) -> Iterator[tuple[int, Segment]]:
    """All pieces of the screen with the lines that they are on."""
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        yield from ((y, piece) for piece in strip)


@pytest.mark.parametrize("without_colour", [False, True])
async def test_what_has_the_keys_is_turned_around(
    without_colour: bool, library: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    if without_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    opened = Library(library, paths, Settings(), offline=True)
    app = ReaderApp(opened, colours="few")
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        assert app.theme == "ansi-dark"
        turned = [
            (y, piece.text.strip()) for y, piece in segments(app) if piece.style and piece.style.reverse
        ]
        assert (0, "All") in turned
        assert any(y > 0 and "Island 1" in text for y, text in turned)
        assert all(
            piece.style is None or piece.style.color is None or not piece.style.color.triplet
            for _, piece in segments(app)
        ), "a colour that the terminal does not have"
        await press(pilot, "enter")
        turned = [
            (y, piece.text.strip()) for y, piece in segments(app) if piece.style and piece.style.reverse
        ]
        assert (0, "Island") in turned
        assert (0, "All") not in turned
        assert not any("Island 1" in text for _, text in turned)
        if without_colour:
            colours = {piece.style.color for _, piece in segments(app) if piece.style}
            assert colours <= {None, Color.default()}
