"""Lines of widgets without borders look as Textual draws them, and so do those of all others."""

import pytest
from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.painting import bare_lines
from reader.ui.painting.bare_lines import BareLines


class Lines(Widget):
    """Three lines, the second of them short and the third too long."""

    DEFAULT_CSS = "Lines { width: 20; height: 3; background: #204060 70%; }"

    def render_line(self, y: int) -> Strip:
        text = ("harbour".ljust(self.size.width), "quay", "lighthouse" * 3)[y % 3]
        return Strip([Segment(text, Style(color="#d0d0ff", bgcolor="#203010", bold=y == 1))])


class Page(App[None]):
    """Shows the lines on a ground of its own."""

    def __init__(self, css: str) -> None:
        self.CSS = css
        super().__init__()

    def compose(self) -> ComposeResult:
        yield Lines()


NOTHING = ""
AROUND = ["padding: 0 1;", "border: solid green;", "border-left: wide red;", "outline: heavy blue;",
          "padding: 1; border: round white;"]  # fmt: skip
OVER = ["tint: red 30%;", "opacity: 50%;", "text-opacity: 40%;", "hatch: cross green;"]


@pytest.mark.parametrize("styles", [NOTHING, *AROUND, *OVER])
async def test_a_line_looks_as_textual_draws_it(styles: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.widget.StylesCache", StylesCache)  # another test may have put ours there
    bare_lines.install()
    async with Page(f"Screen {{ background: #101010; }} Lines {{ {styles} }}").run_test() as pilot:
        lines = pilot.app.query_one(Lines)
        for widget in (lines, pilot.app.screen):
            assert isinstance(widget._styles_cache, BareLines)
            theirs = StylesCache().render_widget(widget, widget.region.size.region)
            ours = widget._styles_cache.render_widget(widget, widget.region.size.region)
            assert [strip.simplify() for strip in ours] == [strip.simplify() for strip in theirs]
            assert [strip.cell_length for strip in ours] == [strip.cell_length for strip in theirs]


async def test_textual_looks_for_borders_once_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.widget.StylesCache", StylesCache)
    bare_lines.install()
    asked: list[int] = []
    theirs = StylesCache.render_line
    monkeypatch.setattr(
        StylesCache,
        "render_line",
        lambda cache, styles, y, *others: asked.append(y) or theirs(cache, styles, y, *others),
    )
    async with Page("").run_test() as pilot:
        await pilot.pause()
        assert asked == []
        pilot.app.query_one(Lines).styles.padding = (0, 1)
        await pilot.pause()
        assert sorted(set(asked)) == [0, 1, 2]
