"""How the terminal draws pictures is asked of it, and what it says is judged."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from reader.config import WantedGraphics
from reader.ui.painting.overlay import Overlay
from reader.ui.painting.placeholders import PlaceholderOverlay
from reader.ui.painting.row_overlay import AnyOverlay, RowOverlay
from reader.ui.terminal import replies
from reader.ui.terminal.drawing import USUAL_CELL, USUAL_COLOURS, PictureDrawing, first_questions, may_draw
from reader.ui.terminal.replies import Attributes, CellSize, Drawing, Graphics, SixelColours, Version
from reader.ui.terminal.tmux import said_yes

SIXELS, NONE = Attributes(sixels=True), Attributes(sixels=False)


class Line:
    """The line to a terminal: what it was asked, and what it is used for."""

    def __init__(
        self, wanted: WantedGraphics = "auto", *, cell: tuple[int, int] = (0, 0), term: str = "xterm-256color"
    ) -> None:
        self.cell, self.is_behind = cell, False
        self.farewell: Callable[[], str] = lambda: ""
        self.asked: list[str] = []
        self.used: list[AnyOverlay | None] = []
        self.ran: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self.drawing = PictureDrawing(
            self,
            wanted,
            use=self.used.append,
            debounce=lambda _name, _seconds, callback: callback(),
            run=self.ran.append,
            environ={"TERM": term},
        )
        self.drawing.ask()

    def ask(self, question: str) -> None:
        self.asked.append(question)

    def hear(self, *said: Drawing) -> "list[tuple[str, tuple[int, int], int] | type]":
        """Has it said that. Returns how pictures were drawn, one after the other."""
        for each in said:
            self.drawing.hear(each)
        return [
            (used.kind, used.cell, used.colours) if isinstance(used, RowOverlay) else type(used)
            for used in self.used
        ]


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ([NONE], []),
        ([SIXELS, CellSize(9, 19)], [("sixel", (9, 19), USUAL_COLOURS)]),
        ([SIXELS, SixelColours(16), CellSize(9, 19)], [("sixel", (9, 19), 16)]),
        ([Version("iTerm2 3.5.0"), NONE], [("iterm", USUAL_CELL, USUAL_COLOURS)]),
        ([CellSize(18, 35, of_iterm=True), NONE], [("iterm", (18, 35), USUAL_COLOURS)]),
        ([Version("WezTerm 20240203"), SIXELS, CellSize(9, 19)], [("sixel", (9, 19), USUAL_COLOURS)]),
        ([Version("XTerm(379)"), NONE], []),
        ([Version("not iTerm2"), NONE], []),
        ([Version("tmux 3.5a"), SIXELS, CellSize(9, 19)], []),
        ([Graphics(True), SIXELS, CellSize(9, 19)], [Overlay]),
        ([Graphics(False), NONE], []),
    ],
)  # fmt: skip
def test_the_best_way_that_a_terminal_says_it_has_is_taken(said: list[Drawing], drawn: list[Any]) -> None:
    assert Line().hear(*said) == drawn


def test_a_better_way_that_is_said_late_takes_the_place_of_another() -> None:
    line = Line(cell=(9, 19))
    assert line.hear(SIXELS, Graphics(True), SIXELS, NONE) == [("sixel", (9, 19), USUAL_COLOURS), Overlay]


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (1_000_000, 1_000_000), (9, 0), (0, 19), (9, 900_000)])
def test_no_cell_is_as_large_as_a_lying_terminal_says(size: tuple[int, int]) -> None:
    line = Line()
    assert line.hear(SIXELS, CellSize(*size), SIXELS, CellSize(*size)) == []
    assert len(line.asked) == len(set(line.asked)), "nothing is asked twice"
    line.drawing.resized()
    assert line.hear(CellSize(9, 19)) == [("sixel", (9, 19), USUAL_COLOURS)], "a true answer counts"
    assert Line(cell=size).hear(SIXELS, CellSize(8, 16)) == [("sixel", (8, 16), USUAL_COLOURS)]


def test_an_answer_that_comes_again_and_again_changes_nothing() -> None:
    line = Line()
    said = [Version("WezTerm 1"), SIXELS, SixelColours(64), CellSize(9, 19)]
    others = [SixelColours(2), *(CellSize(10 + more, 20) for more in range(50))]
    assert line.hear(*said, *said, *others, *said) == [("sixel", (9, 19), 64)]
    assert len(line.asked) == len(set(line.asked))


def test_cells_of_another_size_are_heard_of_when_the_screen_changed_its_own() -> None:
    line = Line()
    line.hear(SIXELS, CellSize(9, 19))
    line.drawing.resized()
    assert line.asked[-1] == replies.ASK_CELL
    assert line.hear(CellSize(12, 24))[-1] == ("sixel", (12, 24), USUAL_COLOURS)


def test_what_the_settings_say_is_not_asked() -> None:
    assert (Line("blocks").hear(Graphics(True), SIXELS, CellSize(9, 19)), Line("blocks").asked) == ([], [])
    assert Line("kitty").hear(SIXELS) == [Overlay]
    assert Line("kitty", term="tmux-256color").hear() == [PlaceholderOverlay]
    assert Line("iterm").hear(Graphics(True)) == [("iterm", USUAL_CELL, USUAL_COLOURS)]
    assert Line("sixel", cell=(9, 19)).hear(NONE) == [("sixel", (9, 19), USUAL_COLOURS)]


def test_a_name_has_a_terminal_asked_what_others_might_print() -> None:
    line = Line()
    assert replies.ASK_GRAPHICS not in "".join(line.asked)
    line.hear(Version("ghostty 1.1.3"), Version("ghostty 1.1.3"))
    assert line.asked.count(replies.ASK_GRAPHICS) == 1


@pytest.mark.parametrize(
    ("environ", "asked"),
    [
        ({"TERM": "linux"}, replies.ASK_ATTRIBUTES),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, replies.ASK_ATTRIBUTES),
        ({"TERM": "xterm"}, replies.ASK_VERSION + replies.ASK_ATTRIBUTES),
        (
            {"TERM": "xterm", "LC_TERMINAL": "iTerm2"},
            replies.ASK_VERSION + replies.ASK_CELL_OF_ITERM + replies.ASK_ATTRIBUTES,
        ),
        ({"TERM": "xterm-kitty"}, replies.ASK_GRAPHICS + replies.ASK_VERSION + replies.ASK_ATTRIBUTES),
    ],
)
def test_no_terminal_is_asked_what_it_would_print(environ: dict[str, str], asked: str) -> None:
    assert first_questions(environ) == asked


@pytest.mark.parametrize(
    ("environ", "asked"),
    [
        ({"TERM": "xterm-kitty"}, True), ({"TERM": "xterm-ghostty"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "240802"}, True),
        ({"TERM": "xterm-256color"}, False), ({"TERM": "linux"}, False), ({}, False),
        ({"TERM": "tmux-256color", "KONSOLE_VERSION": "240802"}, False),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, False),
    ],
)  # fmt: skip
def test_only_terminals_that_may_draw_are_asked(environ: dict[str, str], asked: bool) -> None:
    assert may_draw(environ) is asked


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("on\nkitty(0.41.1)\n", True), ("1\nkitty(0.28.0)\n", True),
        ("all\nghostty 1.1.3\nkitty(1.0)\n", True),
        ("off\nkitty(0.41.1)\n", False), ("0\nkitty(0.41.1)\n", False), ("on\nkitty(0.26.5)\n", False),
        ("on\nkitty(0.41.1)\nXTerm(379)\n", False), ("on\n\n", False), ("on\n", False), ("", False),
        ("on\nkitty\n", False), ("\nkitty(0.41.1)\n", False),
    ],
)  # fmt: skip
def test_placeholders_are_for_terminals_that_all_know_them(answer: str, shown: bool) -> None:
    assert said_yes(answer) is shown
