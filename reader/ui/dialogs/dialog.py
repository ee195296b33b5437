"""What all dialogs have in common."""

from pathlib import Path
from typing import TypeVar

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

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Raise why a job of the dialog failed: the boundary shows it."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            raise event.worker.error


def hints(*parts: str) -> SafeText:
    """Return what a dialog's keys do, as its last line says it."""
    return message_line(dotted(*parts))
