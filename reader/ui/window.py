"""How the window is split among the panes: which layout, and where the border lies."""

from collections.abc import Mapping

from textual.geometry import Size
from textual.widget import Widget

from reader.config import WantedLayout
from reader.library.library import Library
from reader.store import state
from reader.ui.layout import (
    NORMAL,
    STACKED_ROOMY,
    Layout,
    Pane,
    feeds_width,
    layout_for,
    show_panes,
    usual_split,
    visible_panes,
    within,
)
from reader.ui.widgets.splitter import Splitter

SHARES: dict[Layout, str] = {"columns": "headlines_share", "stacked": "headlines_share_stacked"}
"""The store's keys for the headlines' share of the width, or of the height."""

LAYOUT = "layout"
"""The store's key for the layout that the reader turned to."""


class Window:
    """Owns the layout and the border between headlines and article, as the reader left them."""

    def __init__(self, library: Library, slots: Mapping[Pane, Widget], splitter: Splitter) -> None:
        """Take the `slots` that are shown or hidden, and the line between headlines and article."""
        self._library, self._slots, self._splitter = library, slots, splitter
        self.wanted: WantedLayout = library.settings.layout
        """How the reader wants headlines and article to lie."""
        self._shares: dict[Layout, int] = {}
        """The headlines' percentage of the room that they share with the article, in layouts whose border the
        reader moved.
        """
        self._load()

    def _load(self) -> None:
        """Take layout and border from the store, where the settings leave them open."""
        for layout, key in SHARES.items():
            share = state.number(self._library.db, key)
            if share is not None and 0 < share < 100:
                self._shares[layout] = share
        kept = state.value(self._library.db, LAYOUT)
        if self.wanted == "auto" and kept in ("columns", "stacked"):
            self.wanted = "stacked" if kept == "stacked" else "columns"

    def layout(self, size: Size, *, feeds_hidden: bool = False) -> Layout:
        """Return how headlines and article lie in a window of that size."""
        if self._alone:
            return "columns"
        return layout_for(size.width, size.height, self.wanted, feeds_hidden=feeds_hidden)

    @property
    def _alone(self) -> bool:
        """Whether each pane is seen alone at any width: in plain mode a line belongs to one thing only."""
        return self._library.settings.plain and self.wanted != "stacked"

    def width(self, size: Size) -> int:
        """Return the columns that decide how many panes are seen beside each other."""
        return min(size.width, NORMAL - 1) if self._alone else size.width

    def arrange(self, size: Size, pane: Pane, *, feeds_hidden: bool = False, zen: bool = False) -> None:
        """Show the panes that a window of that size has room for when `pane` has the keys."""
        layout = self.layout(size, feeds_hidden=feeds_hidden)
        visible = visible_panes(self.width(size), pane, feeds_hidden=feeds_hidden, zen=zen, layout=layout)
        show_panes(self._slots, visible)
        both = {"headlines", "article"} <= set(visible)
        self._splitter.display, self._splitter.stacked = both, layout == "stacked"
        if isinstance(reading := self._splitter.parent, Widget):
            stacked = layout == "stacked" and both
            reading.set_class(stacked, "-stacked")
            reading.set_class(stacked and size.height < STACKED_ROOMY, "-tight")
        self._slots["feeds"].styles.width = feeds_width(size.width) if len(visible) > 1 else "1fr"
        styles = self._slots["headlines"].styles
        cells = self._split(_room(size, layout, visible), layout) if both else "1fr"
        styles.width = cells if layout == "columns" else "1fr"
        styles.height = cells if layout == "stacked" else "1fr"

    def _split(self, room: int, layout: Layout) -> int:
        """Return the headlines' columns, or rows: as the reader put the border, or the usual ones."""
        if (share := self._shares.get(layout)) is not None:
            return within(room, round(room * share / 100), layout)
        return within(room, usual_split(room, layout, self._library.settings.measure), layout)

    @property
    def has_border(self) -> bool:
        """Whether headlines and article are both seen."""
        return bool(self._splitter.display)

    def turn(self, layout: Layout) -> None:
        """Choose a layout, and remember it."""
        self.wanted = layout
        self._library.remember(LAYOUT, layout)

    def share_at(self, size: Size, layout: Layout, column: int, row: int) -> int:
        """Return the headlines' percentage with the border at a column or row of the window."""
        feeds = feeds_width(size.width) if self._slots["feeds"].display else 0
        cells = row if layout == "stacked" else column - feeds
        return round(100 * cells / max(1, self._shared(size, layout)))

    def share(self, size: Size, layout: Layout) -> int:
        """Return the headlines' percentage in a window of that size with a layout."""
        room = self._shared(size, layout)
        return self._shares.get(layout, round(100 * self._split(room, layout) / max(1, room)))

    def _shared(self, size: Size, layout: Layout) -> int:
        """Return the columns, or rows, that headlines and article share as they are."""
        return _room(size, layout, ("feeds",) if self._slots["feeds"].display else ())

    def set_share(self, layout: Layout, share: int) -> None:
        """Give the headlines another percentage; `keep_shares` writes it to the store."""
        self._shares[layout] = max(1, min(99, share))

    def keep_shares(self) -> None:
        """Write the percentages to the store."""
        for layout, share in self._shares.items():
            self._library.remember(SHARES[layout], str(share))


def _room(size: Size, layout: Layout, visible: tuple[Pane, ...]) -> int:
    """Return the columns, or rows, that headlines and article share; the bottom line takes a row."""
    if layout == "stacked":
        return size.height - 1
    return size.width - (feeds_width(size.width) if "feeds" in visible else 0)
