"""The list of an article's links: their words, their hosts, and where the one under the cursor leads."""

from collections.abc import Mapping, Sequence

from rich.table import Table
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from reader.document.sanitize import EMPTY, SafeText, literal, sanitize, sanitize_line
from reader.ui.article.links import NumberedLink
from reader.ui.dialogs.article import link_hints
from reader.ui.dialogs.article.link_hints import LinkChoice, Verb
from reader.ui.dialogs.dialog import hints
from reader.ui.dialogs.list_dialog import ListDialog
from reader.ui.text.cells import crop
from reader.ui.text.shown import content, rich_text
from reader.ui.text.signs import is_plain

VERBS: Mapping[str, Verb] = {key.lower(): verb for key, verb in link_hints.VERBS.items()}
"""What is done, by its key: no letters stand on links here, so that small ones are free."""

HOST = 26
"""The cells that a host gets at most."""


class LinksDialog(ListDialog[LinkChoice | None]):
    """Answers with the links that were chosen and what for, or with None where it was left."""

    BINDINGS = [
        Binding("space,comma", "select", "Select", show=False),
        *(Binding(key, f"choose('{verb}')", verb.capitalize(), show=False) for key, verb in VERBS.items()),
    ]

    def __init__(self, links: Sequence[NumberedLink]) -> None:
        super().__init__()
        self._links = links
        self._selected: dict[int, None] = {}
        """The indexes of the links that were selected, in order."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Links")
            box.border_subtitle = content(
                hints("enter opens", "y copies", "a saves", "s subscribes", "space selects")
            )
            yield OptionList(*map(self._row, range(len(self._links))), compact=True)
            yield Static(id="address", markup=False)

    def _row(self, index: int) -> Table:
        """Draw a link: its number, its words, its host at the right end, all on one line."""
        link = self._links[index]
        chosen = literal("selected" if is_plain() else "✓") if index in self._selected else EMPTY
        row = Table.grid(expand=True, padding=(0, 1, 0, 0))
        row.add_column(min_width=1, no_wrap=True)
        row.add_column(width=len(str(len(self._links))), justify="right")
        row.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        row.add_column(no_wrap=True, justify="right")
        row.add_row(
            rich_text(chosen, "bold"),
            rich_text(sanitize(str(link.number))),
            rich_text(link.words or sanitize_line(link.href)),
            rich_text(crop(link.host, HOST), "italic"),
        )
        return row

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#address", Static).update(content(self._address(event.option_index)))

    def _address(self, index: int) -> SafeText:
        return sanitize_line(self._links[index].href)

    def action_select(self) -> None:
        """Select the link under the cursor, or no more, and go on to the next one."""
        options = self.query_one(OptionList)
        if (index := options.highlighted) is None:
            return
        if index in self._selected:
            del self._selected[index]
        else:
            self._selected[index] = None
        options.replace_option_prompt_at_index(index, self._row(index))
        self.action_move(1)

    def action_choose(self, verb: Verb) -> None:
        """Answer with the selected links; with the one under the cursor where none is."""
        index = self.query_one(OptionList).highlighted
        indexes = tuple(self._selected) or (() if index is None else (index,))
        if indexes:
            self.dismiss(LinkChoice(verb, tuple(self._links[i].number for i in indexes)))

    def on_key(self, event: events.Key) -> None:
        """Move to the link of a number that is typed, and open it once no longer number can be meant."""
        index = self.type_number(event, len(self._links))
        if index is not None and not self._selected:
            self.dismiss(LinkChoice("open", (index + 1,)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.action_choose("open")
