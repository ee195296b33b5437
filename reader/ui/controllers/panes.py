"""The panes: which has the keys, which are seen, how they lie, and how large they are."""

from collections.abc import Callable, Mapping

from textual.geometry import Size
from textual.widget import Widget

from reader.config import WantedLayout
from reader.document.sanitize import message_line
from reader.keys import bottom_keys
from reader.store import state
from reader.ui.layout import (
    DEFAULT_SHARES,
    FEEDS,
    NORMAL,
    WIDE,
    Layout,
    Pane,
    layout_for,
    pane_after,
    show_panes,
    split,
    visible_panes,
)
from reader.ui.shell import Shell
from reader.ui.widgets.pane_head import PaneHead
from reader.ui.widgets.splitter import Splitter

SHARE_STEP = 4
"""The percentage by which a key moves the border between headlines and article."""

SHARES: dict[Layout, str] = {"columns": "headlines_share", "stacked": "headlines_share_stacked"}
"""The store's keys for the headlines' share of the width, or of the height."""

SHARE_SECONDS = 0.4
"""Seconds after which a border that was moved is written to the store."""

LAYOUT = "layout"
"""The store's key for the layout that the reader turned to."""


class Panes:
    """Owns which pane has the keys, which panes are visible, and how the window is split."""

    def __init__(
        self,
        shell: Shell,
        slots: Mapping[Pane, Widget],
        widgets: Mapping[Pane, Widget],
        heads: Mapping[Pane, PaneHead],
        splitter: Splitter,
        preview: Callable[[], None],
    ) -> None:
        """Take the `slots` that are shown or hidden, and the `widgets` in them that have the keys.

        `heads` are the first lines of the panes, and `splitter` lies between headlines and article.
        """
        self._shell, self._slots, self._widgets, self._preview = shell, slots, widgets, preview
        self._heads, self._splitter = heads, splitter
        self.pane: Pane = "headlines"
        """The pane that has the keys."""
        self._zen = False
        """Whether the article is shown alone."""
        self._feeds_hidden = False
        """Whether the feeds are hidden in a window that has room for them."""
        self._wanted: WantedLayout = shell.library.settings.layout
        """How the reader wants headlines and article to lie."""
        self._shares = dict(DEFAULT_SHARES)
        """The headlines' percentage of the room that they share with the article, for each layout."""

    # --- which are seen

    @property
    def _size(self) -> Size:
        return self._shell.screen.size

    @property
    def _layout(self) -> Layout:
        """How headlines and article lie in the window as it is."""
        size = self._size
        return layout_for(size.width, size.height, self._wanted, feeds_hidden=self._feeds_hidden)

    def arrange(self) -> None:
        """Show the panes that there is room for, and light the head of the one with the keys."""
        layout = self._layout
        visible = visible_panes(
            self._size.width, self.pane, feeds_hidden=self._feeds_hidden, zen=self._zen, layout=layout
        )
        show_panes(self._slots, visible)
        self._splitter.display = {"headlines", "article"} <= set(visible)
        self._splitter.stacked = layout == "stacked"
        assert self._splitter.parent is not None
        reading = self._splitter.parent
        if isinstance(reading, Widget):
            reading.set_class(layout == "stacked" and self._splitter.display, "-stacked")
        self._split(layout, visible)
        self._light()

    def _split(self, layout: Layout, visible: tuple[Pane, ...]) -> None:
        """Give the headlines their share of the room, and the article the rest."""
        styles, side_by_side = self._slots["headlines"].styles, layout == "columns"
        if not self._splitter.display:
            styles.width = styles.height = "1fr"
            return
        cells = split(self._room(layout, visible), self._shares[layout], layout)
        styles.width = cells if side_by_side else "1fr"
        styles.height = "1fr" if side_by_side else cells

    def _room(self, layout: Layout, visible: tuple[Pane, ...]) -> int:
        """Return the columns, or rows, that headlines and article share; the bottom line takes a row."""
        if layout == "stacked":
            return self._size.height - 1
        return self._size.width - (FEEDS if "feeds" in visible else 0)

    def _light(self) -> None:
        """Light the head of the pane that has the keys, and show its keys in the bottom line."""
        for name, head in self._heads.items():
            head.lit = name == self.pane
        self._shell.status.keys = bottom_keys(self.pane, self._shell.library.settings.keys)

    def go_to(self, pane: Pane) -> None:
        """Give a pane the keys, and show it."""
        self.pane = pane
        if pane != "article":
            self._zen = False
        self.arrange()
        self._widgets[pane].focus()

    def focused(self, identity: str | None) -> None:
        """Follow the focus to the widget with that id, where it is a pane."""
        for name in self._slots:
            if identity == name and name != self.pane:
                self.pane = name
                self.arrange()

    def _go_beside(self, step: int) -> None:
        self.go_to(pane_after(self.pane, step, self._size.width, feeds_hidden=self._feeds_hidden))

    def action_next_pane(self) -> None:
        """Go to the next pane on the right, from the last to the first."""
        self._go_beside(1)

    def action_previous_pane(self) -> None:
        """Go to the next pane on the left, from the first to the last."""
        self._go_beside(-1)

    def action_feeds(self) -> None:
        """Show the feeds, or hide them again; beside two other panes they do not take the keys."""
        if self._size.width >= WIDE:
            self._feeds_hidden = not (self._feeds_hidden or self._zen)
            self._zen = False
            self.go_to("headlines" if self.pane == "feeds" else self.pane)
        else:
            self._feeds_hidden = False
            self.go_to("headlines" if self.pane == "feeds" else "feeds")

    def action_zen(self) -> None:
        """Show the article alone, or the other panes again."""
        self._zen = not self._zen
        if self._zen:
            self._preview()
        self.go_to("article" if self._zen or self._size.width < NORMAL else "headlines")

    # --- how they lie, and how large they are

    def load_shares(self) -> None:
        """Lay the panes out as the store says, where the settings leave that open."""
        db = self._shell.library.db
        for layout, key in SHARES.items():
            share = state.number(db, key)
            if share is not None and 0 < share < 100:
                self._shares[layout] = share
        kept = state.value(db, LAYOUT)
        if self._wanted == "auto" and kept in ("columns", "stacked"):
            self._wanted = "stacked" if kept == "stacked" else "columns"
        self.arrange()

    def action_layout(self) -> None:
        """Put the headlines above the article, or beside it again."""
        self._wanted = "columns" if self._layout == "stacked" else "stacked"
        self._shell.library.remember(LAYOUT, self._wanted)
        self.arrange()
        if not self._splitter.display:
            where = "above" if self._layout == "stacked" else "beside"
            self._shell.show_message(message_line(f"Headlines {where} the article, where both are seen"))

    def dragged(self, column: int, row: int) -> None:
        """Follow the border between headlines and article to where it was dragged."""
        layout, slot = self._layout, self._slots["headlines"]
        cells = column - slot.region.x if layout == "columns" else row - slot.region.y
        panes: tuple[Pane, ...] = ("feeds",) if self._slots["feeds"].display else ()
        self._set_share(layout, round(100 * cells / max(1, self._room(layout, panes))))

    def _set_share(self, layout: Layout, share: int) -> None:
        self._shares[layout] = max(1, min(99, share))
        self.arrange()
        self._shell.debounce("share", SHARE_SECONDS, self._keep_shares)

    def _keep_shares(self) -> None:
        for layout, key in SHARES.items():
            self._shell.library.remember(key, str(self._shares[layout]))

    def action_narrower(self) -> None:
        """Make the headlines narrower, or lower."""
        self._set_share(self._layout, self._shares[self._layout] - SHARE_STEP)

    def action_wider(self) -> None:
        """Make the headlines wider, or higher."""
        self._set_share(self._layout, self._shares[self._layout] + SHARE_STEP)
