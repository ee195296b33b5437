"""The panes: which has the keys, which are seen, how wide they are."""

from collections.abc import Callable, Mapping

from textual.widget import Widget

from reader.store import state
from reader.ui.layout import NORMAL, WIDE, Pane, pane_after, show_panes, visible_panes
from reader.ui.shell import Shell

SHARE_STEP = 4
"""The percentage of the width by which a key moves the border between headlines and article."""

LEAST_SHARE = 22
"""The percentage of the width that headlines and article each keep at least."""

SHARE = "headlines_share"
"""The store's key for the headlines' share of the width."""


class Panes:
    """Owns which pane has the keys, which panes are visible, and how the width is split."""

    def __init__(
        self,
        shell: Shell,
        slots: Mapping[Pane, Widget],
        widgets: Mapping[Pane, Widget],
        preview: Callable[[], None],
    ) -> None:
        """Take the `slots` that are shown or hidden, and the `widgets` in them that have the keys."""
        self._shell, self._slots, self._widgets, self._preview = shell, slots, widgets, preview
        self.pane: Pane = "headlines"
        """The pane that has the keys."""
        self._zen = False
        """Whether the article is shown alone."""
        self._feeds_hidden = False
        """Whether the feeds are hidden in a window that has room for them."""
        self._share = 44
        """The percentage of the width that the headlines get beside the article."""

    # --- which are seen

    @property
    def _width(self) -> int:
        return self._shell.screen.size.width

    def arrange(self, width: int | None = None) -> None:
        """Show the panes that there is room for, in a window of `width` columns."""
        room = self._width if width is None else width
        show_panes(
            self._slots, visible_panes(room, self.pane, feeds_hidden=self._feeds_hidden, zen=self._zen)
        )

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
        self.go_to(pane_after(self.pane, step, self._width, feeds_hidden=self._feeds_hidden))

    def action_next_pane(self) -> None:
        """Go to the next pane on the right, from the last to the first."""
        self._go_beside(1)

    def action_previous_pane(self) -> None:
        """Go to the next pane on the left, from the first to the last."""
        self._go_beside(-1)

    def action_feeds(self) -> None:
        """Show the feeds, or hide them again; beside two other panes they do not take the keys."""
        if self._width >= WIDE:
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
        self.go_to("article" if self._zen or self._width < NORMAL else "headlines")

    # --- how wide they are

    def load_share(self) -> None:
        """Split the width as the store says."""
        share = state.number(self._shell.library.db, SHARE)
        if share is not None and LEAST_SHARE <= share <= 100 - LEAST_SHARE:
            self._share = share
            self._split()

    def _split(self) -> None:
        """Give the headlines and the article their shares of the width."""
        self._slots["headlines"].styles.width = f"{self._share}fr"
        self._slots["article"].styles.width = f"{100 - self._share}fr"

    def _change_share(self, change: int) -> None:
        self._share = max(LEAST_SHARE, min(100 - LEAST_SHARE, self._share + change))
        self._split()
        self._shell.library.remember(SHARE, str(self._share))

    def action_narrower(self) -> None:
        """Make the headlines narrower."""
        self._change_share(-SHARE_STEP)

    def action_wider(self) -> None:
        """Make the headlines wider."""
        self._change_share(SHARE_STEP)
