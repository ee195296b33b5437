"""How the terminal draws pictures: it is asked after the first paint, and heard whenever it answers.

What it says is taken as it is, once: where it lies, or says nothing, the half blocks below are what is seen.
"""

import os
import re
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Protocol

from reader.config import WantedGraphics
from reader.document.pictures.picture import is_cell
from reader.ui.painting.overlay import Overlay
from reader.ui.painting.placeholders import PlaceholderOverlay
from reader.ui.painting.row_overlay import AnyOverlay, RowOverlay
from reader.ui.terminal import replies
from reader.ui.terminal.replies import Attributes, CellSize, Drawing, Graphics, SixelColours, Version
from reader.ui.terminal.tmux import shows_placeholders

REST_SECONDS = 0.12
"""Seconds for which the screen rests before rows of pictures are sent."""

TMUX_SECONDS = 0.5
"""Seconds after the last change of the size until tmux is asked again."""

USUAL_COLOURS = 256
"""The colours for sixels of a terminal that does not say how many it has."""

USUAL_CELL = 10, 20
"""The pixels of a cell in which rows for iTerm's way are made where nobody says how large it is."""

_DRAWING = re.compile(r"xterm-kitty|xterm-ghostty|wezterm")
_KITTY = re.compile(r"(?:kitty|ghostty|WezTerm|Konsole)\b", re.IGNORECASE)
_ITERM = re.compile(r"(?:iTerm2|WezTerm|mintty|Konsole)\b", re.IGNORECASE)
"""The names of terminals that draw in kitty's and in iTerm's way."""


class Asked(Protocol):
    """The terminal, as it is asked."""

    farewell: Callable[[], str]

    @property
    def cell(self) -> tuple[int, int]:
        """The pixels of a cell, as the system has them."""

    @property
    def is_behind(self) -> bool:
        """Whether something waits to be sent."""

    def ask(self, question: str) -> None:
        """Send something."""


def in_multiplexer(environ: Mapping[str, str]) -> bool:
    """Return whether another program, tmux or screen, stands between here and the terminal."""
    return "TMUX" in environ or "STY" in environ or environ.get("TERM", "").startswith(("screen", "tmux"))


def may_draw(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal is one that may draw as kitty does: others may print the question for that.

    tmux and screen take it for the title of their window, and pass no picture on.
    """
    if in_multiplexer(environ):
        return False
    known = environ.get("TERM_PROGRAM") == "WezTerm" or "KONSOLE_VERSION" in environ
    return known or _DRAWING.match(environ.get("TERM", "")) is not None


def first_questions(environ: Mapping[str, str]) -> str:
    """Return what a terminal is asked first: last what each answers, so that all else was answered before."""
    asked = replies.ASK_GRAPHICS if may_draw(environ) else ""
    if environ.get("TERM") != "linux" and environ.get("TERM_PROGRAM") != "Apple_Terminal":  # may print it
        asked += replies.ASK_VERSION
    if environ.get("LC_TERMINAL") == "iTerm2" or environ.get("TERM_PROGRAM") == "iTerm.app":
        asked += replies.ASK_CELL_OF_ITERM
    return asked + replies.ASK_ATTRIBUTES


class PictureDrawing:
    """Finds out how the terminal draws pictures, and has them drawn so."""

    def __init__(
        self,
        terminal: Asked,
        wanted: WantedGraphics,
        *,
        use: Callable[[AnyOverlay | None], None],
        debounce: Callable[[str, float, Callable[[], object]], object],
        run: Callable[[Callable[[], Coroutine[Any, Any, None]]], object],
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """`use` has pictures drawn so; None: not at all. `run` does something beside the screen."""
        self._terminal, self._wanted = terminal, wanted
        self._environ = os.environ if environ is None else environ
        self._use, self._debounce, self._run = use, debounce, run
        self._asked: set[str] = set()
        self._owed = 0
        """How many answers about the size of a cell may still come."""
        self._in_tmux = in_multiplexer(self._environ)
        """Whether sixels would be drawn by tmux or screen: tmux 3.5 loses most rows, and blots others."""
        self._kitty = wanted == "kitty"
        self._sixels, self._iterm = wanted == "sixel", wanted == "iterm"
        self._decided = wanted != "auto"
        self._colours = 0
        self._cell = (0, 0)
        self._overlay: AnyOverlay | None = None

    def ask(self) -> None:
        """Ask what the settings leave open."""
        if self._wanted == "auto" and "TMUX" in self._environ:
            self._run(self._ask_tmux)
        elif self._wanted == "auto":
            self._ask(first_questions(self._environ))
        elif self._wanted != "blocks":
            self._decide()

    def hear(self, said: Drawing) -> None:
        """Take what the terminal said."""
        match said:
            case Graphics(drawn):
                self._kitty = self._kitty or (drawn and self._wanted == "auto")
            case Attributes(sixels):
                self._decided = True
                if self._wanted == "auto" and not self._in_tmux:
                    self._sixels = self._sixels or sixels
            case Version(name):
                self._hear_name(name)
            case SixelColours(colours):
                self._colours = self._colours or colours
            case CellSize():
                self._hear_cell(said)
        self._decide()

    def resized(self) -> None:
        """Draw anew in a terminal that changed its size, and with it perhaps that of its cells."""
        if self._wanted == "auto" and "TMUX" in self._environ and self._decided:
            self._debounce("tmux", TMUX_SECONDS, lambda: self._run(self._ask_tmux))
        if isinstance(self._overlay, RowOverlay) and not is_cell(self._terminal.cell):
            self._asked.discard(replies.ASK_CELL)
            self._ask_cell(replies.ASK_CELL)
        self._decide()

    def _hear_name(self, name: str) -> None:
        if self._wanted != "auto":
            return
        if _KITTY.match(name):
            self._ask(replies.ASK_GRAPHICS)
        if _ITERM.match(name):
            self._iterm = True
        if name.startswith("tmux"):
            self._in_tmux = True

    def _hear_cell(self, said: CellSize) -> None:
        """Take the first answer to each question for the size of a cell."""
        self._iterm = self._iterm or (said.of_iterm and self._wanted == "auto")
        if is_cell((said.width, said.height)) and (self._owed or (said.of_iterm and not any(self._cell))):
            self._owed = max(0, self._owed - 1)
            self._cell = said.width, said.height

    def _ask(self, question: str) -> None:
        """Ask something once."""
        if question not in self._asked:
            self._asked.add(question)
            self._terminal.ask(question)

    def _ask_cell(self, question: str) -> None:
        if question not in self._asked:
            self._owed += 1
            self._ask(question)

    async def _ask_tmux(self) -> None:
        """Ask tmux whether its terminals show kitty's placeholders."""
        self._kitty = await shows_placeholders(self._environ.get("TMUX_PANE", ""))
        self._decided = True
        self._decide()

    def _decide(self) -> None:
        """Draw in the best way that is known by now."""
        before, wanted = self._overlay, self._chosen()
        if wanted is before or (isinstance(wanted, RowOverlay) and wanted.draws_as(before)):
            return
        self._overlay = wanted
        self._terminal.farewell = lambda: wanted.farewell if wanted else ""
        if isinstance(wanted, RowOverlay):
            wanted.when_due = lambda: self._debounce("rows drawn", REST_SECONDS, self._draw)
        self._use(wanted)

    def _chosen(self) -> AnyOverlay | None:
        if self._kitty:
            kind = PlaceholderOverlay if in_multiplexer(self._environ) else Overlay
            return self._overlay if type(self._overlay) is kind else kind()
        if not self._decided:
            return self._overlay
        system = self._terminal.cell
        cell = system if is_cell(system) else self._cell
        if self._sixels:
            self._ask(replies.ASK_COLOURS)
            self._ask_cell(replies.ASK_CELL)
            return RowOverlay("sixel", cell, self._colours or USUAL_COLOURS) if any(cell) else self._overlay
        if self._iterm:
            self._ask_cell(replies.ASK_CELL_OF_ITERM)
            return RowOverlay("iterm", cell if any(cell) else USUAL_CELL, USUAL_COLOURS)
        return None

    def _draw(self) -> None:
        """Send the rows of what is on the screen, once nothing else waits to be sent."""
        overlay = self._overlay
        if isinstance(overlay, RowOverlay):
            if self._terminal.is_behind:
                overlay.when_due()
            elif sent := overlay.draw():
                self._terminal.ask(sent)
