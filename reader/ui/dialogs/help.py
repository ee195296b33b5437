"""All keys on one screen, made from the table of actions, from top to bottom, and searched as you type."""

from collections.abc import Iterator, Mapping

from rich.style import Style
from rich.table import Table
from textual.app import ComposeResult
from textual.binding import Binding
from textual.color import Color
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from reader.document.sanitize import literal, sanitize_line
from reader.keys import ACTIONS, Action, key_names
from reader.ui.dialogs.dialog import SCROLL_KEYS, Dialog, hints, scroll
from reader.ui.text.shown import content, rich_text
from reader.ui.widgets.field import Field

GROUPS = {
    "Moving": ("down", "up", "top", "bottom", "page_down", "page_up", "next_unread", "previous_unread",
               "next_pane", "previous_pane"),
    "Reading": ("open", "back", "read_on", "scroll_back", "article_down", "article_up", "find", "find_next",
                "find_previous", "outline", "full_text", "fetch_all", "images", "original", "former", "facts",
                "browser", "links", "comments", "play", "download", "copy_link", "write", "pipe", "share",
                "layout", "zen"),
    "Marking": ("star", "toggle_read", "unread", "mark_many", "select", "select_to", "select_all", "tags",
                "highlight", "delete", "undo", "actions"),
    "Lists": ("show_all", "show_unread", "show_today", "show_starred", "show_saved", "show_begun",
              "show_highlights", "plan", "next_feed", "previous_feed", "sort", "search", "filter",
              "keep_search"),
    "Feeds": ("add", "add_account", "edit_feed", "health", "rules", "starters", "refresh_feed",
              "refresh_all"),
    "Program": ("feeds", "feeds_with_unread", "narrower", "wider", "redraw", "palette", "help", "quit",
                "quit_at_once"),
}  # fmt: skip
"""The ids of the actions by heading."""

KEYS_WIDTH = 16
"""The cells of the keys before each action."""


class HelpDialog(Dialog[None]):
    """Shows every key, its name and what it does; those that match what is typed behind `/`."""

    AUTO_FOCUS = "VerticalScroll"

    BINDINGS = [
        Binding("escape", "back", "Leave", show=False),
        Binding("question_mark,q", "leave", "Leave", show=False),
        Binding("slash", "search", "Search", show=False, priority=True),  # what follows is typed into it
        *SCROLL_KEYS,
    ]

    def __init__(self, keys: Mapping[str, str]) -> None:
        """`keys` are those that the settings give to actions in place of their own."""
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Keys")
            box.border_subtitle = content(hints("/ search", "j k space scroll", "esc leaves"))
            yield Field(id="wanted", placeholder="Search the keys", classes="-hidden")
            with VerticalScroll():
                yield Static(self._table(""), id="keys")

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self._show())

    def _show(self) -> None:
        """Draw the keys that are searched for in the theme's colours."""
        self.query_one("#keys", Static).update(self._table(self.query_one("#wanted", Field).value))

    def _table(self, wanted: str) -> Table:
        """Draw the actions that match what is wanted, below their headings."""
        lit, quiet = self._bold("reader-accent"), self._bold("reader-muted")
        table = Table.grid(padding=(0, 1))
        table.add_column(width=KEYS_WIDTH)
        table.add_column(ratio=1)
        for heading, actions in matching(wanted, self._keys):
            if table.row_count:
                table.add_row()
            table.add_row(rich_text(sanitize_line(heading), quiet))
            for keys, action in actions:
                told = f"{action.name}: {action.tooltip}"
                table.add_row(rich_text(sanitize_line(keys), lit), rich_text(sanitize_line(told)))
        if not table.row_count:
            table.add_row(rich_text(literal("")), rich_text(literal("No key does that.")))
        return table

    def _bold(self, role: str) -> Style:
        """Return the style of bold letters in a colour of the theme: a table of Rich's knows no other way."""
        return Style(bold=True, color=Color.parse(self.app.theme_variables[role]).rich_color)

    def action_search(self) -> None:
        """Ask for the words that keys are searched for."""
        field = self.query_one("#wanted", Field)
        field.remove_class("-hidden")
        self.set_focus(field)  # at once: the next key is a letter

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "search" or not isinstance(self.focused, Field)

    def action_back(self) -> None:
        """Leave the search, or the dialog where nothing is searched for."""
        field = self.query_one("#wanted", Field)
        if field.has_class("-hidden"):
            self.dismiss(None)
            return
        field.value = ""
        field.add_class("-hidden")
        self.query_one(VerticalScroll).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(VerticalScroll).focus()

    def action_scroll(self, way: str) -> None:
        """Scroll the keys."""
        scroll(self.query_one(VerticalScroll), way)


def matching(wanted: str, own: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, Action]]]]:
    """Find the actions that have all wanted words in their keys, name or tooltip; without any, all of them.

    `own`: keys of the settings by action. Yields each heading that has some, with pairs of keys and action.
    """
    actions = {action.id: action for action in ACTIONS}
    words = wanted.casefold().split()
    for heading, identities in GROUPS.items():
        found = []
        for action in map(actions.__getitem__, identities):
            keys = " ".join(key_names(own.get(action.id, action.keys)))
            said = f"{action.name} {action.tooltip}".casefold()
            if all(word in said or word in keys.casefold().split() for word in words):
                found.append((keys, action))
        if found:
            yield heading, found
