"""All keys on one screen, made from the table of actions."""

from collections.abc import Mapping, Sequence

from rich.table import Table
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.document.sanitize import sanitize_line
from reader.keys import ACTIONS, key_names
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content, rich_text

COLUMNS = (
    {
        "Moving": ("down", "up", "top", "bottom", "page_down", "page_up", "next_unread", "previous_unread",
                   "next_pane", "previous_pane"),
        "Reading": ("open", "back", "read_on", "scroll_back", "article_down", "article_up", "find",
                    "find_next", "find_previous", "outline", "full_text", "fetch_all", "images", "original",
                    "former", "facts", "browser", "links", "comments", "play", "download",
                    "copy_link", "write", "pipe", "layout", "zen"),
    },
    {
        "Marking": ("star", "toggle_read", "unread", "mark_many", "select", "select_to", "select_all", "tags",
                    "delete", "undo", "actions"),
        "Lists": ("show_all", "show_unread", "show_starred", "show_saved", "show_begun",
                  "plan", "next_feed", "previous_feed",
                  "sort", "search", "filter", "keep_search"),
        "Feeds": ("add", "edit_feed", "health", "starters", "refresh_feed", "refresh_all"),
        "Program": ("feeds", "feeds_with_unread", "narrower", "wider", "redraw", "palette", "help",
                    "quit", "quit_at_once"),
    },
)  # fmt: skip
"""The ids of the actions, by column and heading."""

TWO_COLUMNS = 100
"""The width of the terminal from which on two columns are beside each other, in cells."""

KEYS_WIDTH = 13
"""The cells of the keys before each action."""


class HelpDialog(Dialog[None]):
    """Shows every key, its name and what it does."""

    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (TWO_COLUMNS, "-two")]
    BINDINGS = [
        Binding("escape,question_mark,q", "leave", "Leave", show=False),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
        Binding("space", "scroll('page_down')", "Page down", show=False),
        Binding("minus", "scroll('page_up')", "Page up", show=False),
        Binding("g", "scroll('home')", "Top", show=False),
        Binding("G", "scroll('end')", "Bottom", show=False),
    ]

    def __init__(self, keys: Mapping[str, str]) -> None:
        """`keys` are those that the settings give to actions in place of their own."""
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        # The breakpoints act on the first resize, which comes behind the first paint.
        self.set_class(self.app.size.width < TWO_COLUMNS, "-one")
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Keys")
            box.border_subtitle = content(hints("j k space scroll", "esc leaves"))
            with VerticalScroll(), Horizontal(id="columns"):
                for groups in COLUMNS:
                    with Vertical():
                        for heading, identities in groups.items():
                            yield Static(content(sanitize_line(heading)), classes="heading")
                            yield Static(self._table(identities))

    def _table(self, identities: Sequence[str]) -> Table:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=KEYS_WIDTH)
        table.add_column(ratio=1)
        actions = {action.id: action for action in ACTIONS}
        for identity in identities:
            action = actions[identity]
            keys = " ".join(key_names(self._keys.get(identity, action.keys)))
            told = f"{action.name}: {action.tooltip}"
            table.add_row(rich_text(sanitize_line(keys), "bold"), rich_text(sanitize_line(told)))
        return table

    def action_scroll(self, way: str) -> None:
        """Scroll the keys."""
        pane = self.query_one(VerticalScroll)
        ways = {
            "down": pane.scroll_down, "up": pane.scroll_up, "page_down": pane.scroll_page_down,
            "page_up": pane.scroll_page_up, "home": pane.scroll_home, "end": pane.scroll_end,
        }  # fmt: skip
        ways[way](animate=False)
