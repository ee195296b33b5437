"""A dialog that picks feeds from the starter list."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, SelectionList

from reader.ui.guide import STARTERS


class StartersDialog(ModalScreen[list[tuple[str, str]]]):
    """Answers with the picked feeds: folder and URL of each."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [
        ("escape,q", "leave", "Leave"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Well-known feeds")
            box.border_subtitle = Content("space picks · tab, enter subscribes · esc leaves")
            yield SelectionList[int](
                *(
                    (Content(f"{title} ({folder})"), index)
                    for index, (folder, title, _) in enumerate(STARTERS)
                ),
                compact=True,
            )
            with Horizontal(classes="buttons"):
                yield Button("Subscribe", variant="primary", compact=True)

    def action_move(self, step: int) -> None:
        options = self.query_one(SelectionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        picked: list[int] = self.query_one(SelectionList).selected
        self.dismiss([(STARTERS[index][0], STARTERS[index][2]) for index in picked])

    def action_leave(self) -> None:
        self.dismiss([])
