"""The panes: which has the keys, which are seen, how they lie, and how large they are."""

from collections.abc import Callable, Collection, Mapping

from textual.geometry import Size
from textual.widget import Widget

from reader.document.sanitize import literal, message_line
from reader.keys import bottom_keys
from reader.ui.layout import WIDE, Layout, Pane, pane_after
from reader.ui.shell import Shell
from reader.ui.widgets.pane_head import PaneHead
from reader.ui.window import Window

SHARE_STEP = 4
"""The percentage by which a key moves the border between headlines and article."""

SHARE_SECONDS = 0.4
"""Seconds after which a border that was moved is written to the store."""


class Panes:
    """Owns which pane has the keys, and which panes are visible; the window owns how they lie."""

    def __init__(
        self,
        shell: Shell,
        window: Window,
        widgets: Mapping[Pane, Widget],
        heads: Mapping[Pane, PaneHead],
        preview: Callable[[], None],
        idle: Callable[[], Collection[str]],
    ) -> None:
        """Take the `widgets` of the panes that have the keys, and the `heads`, the panes' first lines.

        `idle` returns the actions that would do nothing to the shown article.
        """
        self._shell, self._window, self._widgets, self._preview = shell, window, widgets, preview
        self._idle = idle
        self._heads = heads
        self.pane: Pane = "headlines"
        """The pane that has the keys."""
        self._zen = False
        """Whether the article is shown alone."""
        self._feeds_hidden = False
        """Whether the feeds are hidden in a window that has room for them."""
        self._before_zen: Pane = "headlines"
        """The pane that had the keys before the article was shown alone."""

    # --- which are seen

    @property
    def _size(self) -> Size:
        return self._shell.screen.size

    @property
    def _layout(self) -> Layout:
        """How headlines and article lie in the window as it is."""
        return self._window.layout(self._size, feeds_hidden=self._feeds_hidden)

    @property
    def feeds_are_beside(self) -> bool:
        """Whether the window has room for the feeds beside the two other panes."""
        return self._size.width >= WIDE

    def arrange(self) -> None:
        """Show the panes that there is room for, and light the head of the one with the keys."""
        self._window.arrange(self._size, self.pane, feeds_hidden=self._feeds_hidden, zen=self._zen)
        self._light()

    def _light(self) -> None:
        """Light the head of the pane that has the keys, and show its keys in the bottom line."""
        for name, head in self._heads.items():
            head.lit = name == self.pane
        self.show_keys()

    def show_keys(self) -> None:
        """Show in the bottom line the keys of the pane that has them, in an article those of use."""
        idle = self._idle() if self.pane == "article" else ()
        self._shell.status.keys = bottom_keys(self.pane, self._shell.library.settings.keys, idle)

    def go_to(self, pane: Pane) -> None:
        """Give a pane the keys, and show it."""
        self.pane = pane
        if pane == "article":
            self._preview()  # what gets the keys is the article under the cursor, however short that rests
        else:
            self._zen = False
        self.arrange()
        self._shell.screen.set_focus(self._widgets[pane])  # at once: the next key may go elsewhere again

    def focused(self, identity: str | None) -> None:
        """Follow the focus to the widget with that id, where it is a pane and has it still."""
        focused = self._shell.screen.focused
        if focused is None or focused.id != identity:
            return
        for name in self._widgets:
            if identity == name and name != self.pane:
                self.pane = name
                self.arrange()
                if name == "article":
                    self._preview()

    def _go_beside(self, step: int) -> None:
        self.go_to(
            pane_after(self.pane, step, self._window.width(self._size), feeds_hidden=self._feeds_hidden)
        )

    def action_next_pane(self) -> None:
        """Go to the next pane on the right, from the last to the first."""
        self._go_beside(1)

    def action_previous_pane(self) -> None:
        """Go to the next pane on the left, from the first to the last."""
        self._go_beside(-1)

    def action_feeds(self) -> None:
        """Show the feeds, or hide them again; beside two other panes they do not take the keys."""
        if self._window.width(self._size) >= WIDE:
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
            self._before_zen = self.pane
            self._preview()
        self.go_to("article" if self._zen else self._before_zen)

    # --- how they lie, and how large they are

    def action_layout(self) -> None:
        """Put the headlines above the article, or beside it again."""
        self._window.turn("columns" if self._layout == "stacked" else "stacked")
        self.arrange()
        if not self._window.has_border:
            where = "above" if self._layout == "stacked" else "beside"
            self._shell.show_message(message_line(f"Headlines {where} the article, where both are seen"))

    def dragged(self, column: int, row: int) -> None:
        """Follow the border between headlines and article to where it was dragged."""
        layout = self._layout
        self._set_share(layout, self._window.share_at(self._size, layout, column, row))

    def _set_share(self, layout: Layout, share: int) -> None:
        if not self._window.has_border:
            self._shell.show_message(literal("There is no border to move while one pane is seen alone"))
            return
        self._window.set_share(layout, share)
        self.arrange()
        self._shell.debounce("share", SHARE_SECONDS, self._window.keep_shares)

    def action_narrower(self) -> None:
        """Make the headlines narrower, or lower."""
        self._set_share(self._layout, self._window.share(self._size, self._layout) - SHARE_STEP)

    def action_wider(self) -> None:
        """Make the headlines wider, or higher."""
        self._set_share(self._layout, self._window.share(self._size, self._layout) + SHARE_STEP)
