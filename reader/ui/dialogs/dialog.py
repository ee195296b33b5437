"""What all dialogs have in common."""

from pathlib import Path
from typing import TypeVar

from textual import events
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.worker import Worker, WorkerState

from reader.document.sanitize import SafeText, message_line
from reader.ui.answered import AnsweredOnce
from reader.ui.text.signs import dotted

Answer = TypeVar("Answer")


class Dialog(AnsweredOnce[Answer], ModalScreen[Answer]):
    """A question that is answered once, through `dismiss`, or left by `action_leave`."""

    CSS_PATH = Path(__file__).with_name("dialogs.tcss")

    def action_leave(self) -> None:
        """Answer with None."""
        self.dismiss(None)

    async def _on_key(self, event: events.Key) -> None:
        """Let the key that quits at once do so here too; where letters are typed it does not come so far."""
        main = self.app.screen_stack[0]
        bound = main._bindings.key_to_bindings.get(event.key, ())
        if any(binding.action == "quit_at_once" for binding in bound):
            event.stop()
            await main.run_action("quit_at_once")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Raise why a job of the dialog failed: the boundary shows it."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            raise event.worker.error


SCROLL_KEYS = (
    Binding("j", "scroll('down')", "Down", show=False),
    Binding("k", "scroll('up')", "Up", show=False),
    Binding("space", "scroll('page_down')", "Page down", show=False),
    Binding("minus", "scroll('page_up')", "Page up", show=False),
    Binding("g", "scroll('home')", "Top", show=False),
    Binding("G", "scroll('end')", "Bottom", show=False),
)
"""The keys of dialogs with a long text, besides the arrows; their `action_scroll` calls `scroll`."""


def scroll(pane: VerticalScroll, way: str) -> None:
    """Scroll a dialog's text as a key of `SCROLL_KEYS` says."""
    ways = {
        "down": pane.scroll_down, "up": pane.scroll_up, "page_down": pane.scroll_page_down,
        "page_up": pane.scroll_page_up, "home": pane.scroll_home, "end": pane.scroll_end,
    }  # fmt: skip
    ways[way](animate=False)


def hints(*parts: str) -> SafeText:
    """Return what a dialog's keys do, as its last line says it."""
    return message_line(dotted(*parts))
