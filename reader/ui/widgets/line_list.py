"""What the lists share: a cursor, how it moves, and styles that are looked up once."""

from typing import ClassVar

from rich.style import Style
from textual import events
from textual.scroll_view import ScrollView

from reader.document.sanitize import SafeText, sanitize
from reader.ui.text.signs import is_plain

EDGES = ("▏", "▌")
"""The edge of a row that is lit: in a list without the keys, and in one that has them."""


def edge(*, keys: bool) -> SafeText:
    """Return the edge of a row that is lit, in a list that has the `keys` or not; in plain mode a blank."""
    return sanitize(" " if is_plain() else EDGES[keys])


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of as many lines each, drawn as they come into sight; each list draws its own."""

    ALLOW_SELECT = False

    PARTS: ClassVar[str]
    """The beginning of the names of its component classes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.row = 0
        """The cursor's row."""
        self.lines = 1
        """How many lines a row has."""
        self._styles: dict[str, Style] = {}

    def move(self, step: int) -> None:
        """Move the cursor by `step` rows, as far as there are rows."""
        self.move_to(self.row + step, 1 if step > 0 else -1)

    def move_page(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.move(pages * max(1, self.size.height // self.lines - 1))

    def move_to(self, row: int, onward: int = 1) -> None:
        """Put the cursor on a row and bring it in sight.

        Where no cursor can be, it goes to the next row in the direction of `onward` (1 or -1).
        """
        raise NotImplementedError

    def clicked(self, event: events.Click) -> tuple[int, int] | None:
        """Return the row and the column of a click, if it was inside; the row may be behind the last."""
        place = event.get_content_offset(self)
        return None if place is None else ((self.scroll_offset.y + place.y) // self.lines, place.x)

    def _style(self, name: str) -> Style:
        """Return the style of a component class, by the end of its name; without a name, the list's own."""
        if (style := self._styles.get(name)) is None:
            style = self.get_component_rich_style(f"{self.PARTS}--{name}") if name else self.rich_style
            self._styles[name] = style
        return style

    def _ground(self, name: str) -> Style:
        """Return only the ground of a component class, for letters that keep their own colours on it."""
        key = f"{name} ground"
        if (style := self._styles.get(key)) is None:
            style = self._styles[key] = Style(
                bgcolor=self._style(name).bgcolor, reverse=self._style(name).reverse or None
            )
        return style

    def _beside(self, ground: Style) -> Style:
        """Return the style of a lit row's edge: on its ground, unless that only turns colours around."""
        return self._style("edge") + (Style() if ground.reverse else ground)

    @staticmethod
    def _over(style: Style, ground: Style) -> Style:
        """Lay letters on a ground; where it only turns the terminal's colours around, they have no other."""
        return ground + Style(bold=style.bold) if ground.reverse else style + ground

    def notify_style_update(self) -> None:
        """Look the styles up again."""
        super().notify_style_update()
        self._styles.clear()

    def refresh_row(self, row: int) -> None:
        """Paint a row again."""
        self.refresh_lines(row * self.lines, self.lines)

    def on_focus(self) -> None:
        self.refresh_row(self.row)

    def on_blur(self) -> None:
        self.refresh_row(self.row)
