"""A dialog that picks feeds from the starter list."""

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Button, Label, SelectionList

from reader.document.sanitize import message_line, sanitize
from reader.ui.article.guide import STARTERS
from reader.ui.dialogs.dialog import hints
from reader.ui.dialogs.list_dialog import ListDialog
from reader.ui.text.shown import content, segment

BOX = 3
"""The number of segments of Textual's own box, which differs by its colour only."""


class PickList(SelectionList[int]):
    """A list that marks picked rows by `[x]`."""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        row = self.scroll_offset.y + y
        if row >= self.option_count:
            return strip
        rest = list(strip)[BOX:]
        mark = "[x]" if self.get_option_at_index(row).value in self.selected else "[ ]"
        ground = rest[0].style or Style()
        return Strip([segment(sanitize(mark), ground + Style(meta={"option": row})), *rest])


class StartersDialog(ListDialog[list[tuple[str, str]]]):
    """Answers with the folder and the address of each picked feed."""

    BINDINGS = [
        Binding("enter", "subscribe", "Subscribe", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Well-known feeds")
            box.border_subtitle = content(hints("space picks", "enter subscribes", "esc leaves"))
            yield PickList(
                *(
                    (content(message_line(f"{title} ({folder})")), index)
                    for index, (folder, title, _) in enumerate(STARTERS)
                ),
                compact=True,
            )
            yield Label("", id="answer", classes="answer -error", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Subscribe", variant="primary", compact=True)

    def on_selection_list_selected_changed(self) -> None:
        self.query_one("#answer", Label).update("")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.action_subscribe()

    def action_subscribe(self) -> None:
        """Answer with the picked feeds, if there are any."""
        picked = sorted(self.query_one(PickList).selected)
        if picked:
            self.dismiss([(STARTERS[index][0], STARTERS[index][2]) for index in picked])
        else:
            self.query_one("#answer", Label).update("Pick with space first")

    def action_leave(self) -> None:
        """Answer with no feeds."""
        self.dismiss([])
