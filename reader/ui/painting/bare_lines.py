"""Lines of widgets that have nothing around or over them, for which Textual looks anew with every line."""

from collections.abc import Callable
from typing import Any

from rich.style import Style as RichStyle
from textual import widget as textual_widget
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.css.styles import StylesBase
from textual.geometry import Region, Size, Spacing
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget


class BareLines(StylesCache):
    """Draws and keeps the lines of a widget as Textual does, and bare ones as they are."""

    _blank: RichStyle | None = None
    """The look of what a line does not fill, in a widget whose lines are bare."""

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        """Return the lines of a part of a widget."""
        self._blank = None
        if _is_bare(widget):
            base, ground = widget.background_colors
            self._blank = Style(background=base + ground).rich_style
        return super().render_widget(widget, crop)

    def render_line(
        self,
        styles: StylesBase,
        y: int,
        size: Size,
        content_size: Size,
        padding: Spacing,
        base_background: Color,
        background: Color,
        render_content_line: Callable[[int], Strip],
        *others: Any,
    ) -> Strip:
        """Return one line."""
        if self._blank is not None:
            return render_content_line(y).adjust_cell_length(size.width, self._blank)
        return super().render_line(
            styles, y, size, content_size, padding, base_background, background, render_content_line, *others
        )


def _is_bare(widget: Widget) -> bool:
    """Return whether a widget has no border, padding or effect."""
    styles = widget.styles
    return not (
        styles.padding
        or styles.tint.a
        or styles.has_rule("hatch")
        or styles.text_opacity != 1
        or widget.opacity != 1
        or any(kind for kind, _ in (*styles.border, *styles.outline))
    )


def install() -> None:
    """Have all widgets that are made from here on draw their lines so."""
    textual_widget.StylesCache = BareLines  # type: ignore[attr-defined]
