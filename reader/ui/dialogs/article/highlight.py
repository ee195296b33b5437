"""Choosing a passage of the article by words and lines, and then typing a note to it."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, Protocol

from textual import events
from textual.containers import Vertical
from textual.widgets import Input, Label

from reader.document.sanitize import literal, message_line, sanitize_line
from reader.store.notes.notes import Refused
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field

Step = Literal["word", "line", "edge"]

MOVES: dict[str, tuple[Step, int]] = {
    "w": ("word", 1), "l": ("word", 1), "right": ("word", 1), "b": ("word", -1), "h": ("word", -1),
    "left": ("word", -1), "j": ("line", 1), "down": ("line", 1), "k": ("line", -1), "up": ("line", -1),
    "g": ("edge", -1), "home": ("edge", -1), "G": ("edge", 1), "end": ("edge", 1),
}  # fmt: skip
"""What moves, and which way, by the keys."""

SHOWN = 200
"""Characters of the passage that are shown above its note."""


class Kept(NamedTuple):
    """A passage that is kept, with its note so far."""

    text: str
    note: str


class Passages(Protocol):
    """What is done with words of the article, which are counted from 0."""

    def move(self, word: int, step: Step, way: int) -> int:
        """Return the word that a step leads to."""

    def show(self, first: int, last: int, seen: int) -> None:
        """Show the words that are chosen, and bring one in sight."""

    def keep(self, first: int, last: int) -> Kept | None:
        """Keep a passage. Returns it; None where it is not kept, which is said."""

    def annotate(self, note: str) -> None:
        """Give the passage that was kept a note. Raises `Refused`."""

    def remove(self, word: int) -> None:
        """Remove the highlights that have a word."""


class HighlightDialog(Dialog[None]):
    """Lets a passage be chosen and kept; once it is kept, a note to it may be typed.

    At first it covers nothing: the article shows what is chosen, and the bottom line the keys.
    """

    BINDINGS = [("escape", "leave", "Leave")]

    def __init__(
        self,
        passages: Passages,
        first: int,
        last: int | None,
        name_keys: Callable[[Sequence[tuple[str, str]]], None],
        key: str,
    ) -> None:
        """`first` is the word to begin with; with a `last` one all to it are chosen already. `name_keys`
        names the keys, and `key` is the one that keeps.
        """
        super().__init__()
        self._passages, self._name_keys, self._key = passages, name_keys, key
        self._still, self._moving = first, first if last is None else last
        self._chosen = last is not None
        self._field: Field | None = None
        """What the note is typed into, once the passage is kept."""

    def on_mount(self) -> None:
        if self._chosen:
            self._keep()
            return
        self._name_keys(
            (
                ("esc", "leave"), (self._key, "keep"), ("w b j k", "word, line"), ("space", "begin here"),
                ("o", "other end"), ("d", "remove the highlight here"),
            )
        )  # fmt: skip
        self._show()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)  # the article is wrapped anew by then

    @property
    def _ends(self) -> tuple[int, int]:
        return min(self._still, self._moving), max(self._still, self._moving)

    def _show(self) -> None:
        if self._field is None and not self.answered:
            self._passages.show(*self._ends, self._moving)

    def on_key(self, event: events.Key) -> None:
        """Move, keep or remove; once a passage is kept, take what was typed before its field was there."""
        key = event.key
        if key == "escape" or key == "tab":
            return  # the binding leaves
        event.stop()
        event.prevent_default()
        if self._field is not None:
            self._type(self._field, event)
        elif key in ("enter", "apostrophe") or event.character == self._key:
            self._keep()
        elif key == "d":
            self._passages.remove(self._moving)
            self.dismiss(None)
        elif key == "space":
            self._still = self._moving
        elif key == "o":
            self._still, self._moving = self._moving, self._still
        elif key in MOVES:
            self._moving = self._passages.move(self._moving, *MOVES[key])
        self._show()

    def _type(self, field: Field, event: events.Key) -> None:
        if event.key == "enter":
            self._annotate(field.value)
        elif event.is_printable and event.character:
            field.value += event.character
            field.cursor_position = len(field.value)

    def _keep(self) -> None:
        """Keep the passage, and ask for its note."""
        kept = self._passages.keep(*self._ends)
        self._name_keys(())
        if kept is None:
            self.dismiss(None)
            return
        self._field = Field(sanitize_line(kept.note), select_on_focus=False)
        words = sanitize_line(" ".join(kept.text.split()))
        box = Vertical(
            Label(content(message_line(f"“{words if len(words) <= SHOWN else words[:SHOWN] + '…'}”"))),
            self._field,
            Label("", id="answer", classes="answer -error", markup=False),
            classes="dialog",
        )
        box.border_title = content(literal("Highlighted"))
        box.border_subtitle = content(hints("type a note", "enter keeps it", "esc leaves"))
        self.mount(box)
        self.set_focus(self._field)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._annotate(event.value)

    def _annotate(self, note: str) -> None:
        try:
            self._passages.annotate(note.strip())
        except Refused as error:
            self.query_one("#answer", Label).update(content(message_line(str(error))))
        else:
            self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        if self._field is None:
            event.stop()
            self.dismiss(None)

    def on_unmount(self) -> None:
        self._name_keys(())
