"""The script that looks at real terminals sees a border that is torn."""

import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

SCRIPTS = Path(__file__).parent.parent / "screenshots"

LINES, CELL = 12, 16


def picture(shifted: int) -> Image.Image:
    """A terminal of so many lines with a border, which stands elsewhere in one of them."""
    image = Image.new("RGB", (200, LINES * CELL), "#15171c")
    draw = ImageDraw.Draw(image)
    for line in range(LINES - 1):
        x = 100 + (shifted if line == 4 else 0)
        draw.line([(x, line * CELL), (x, (line + 1) * CELL)], "#2a2e37")
        draw.text((10, line * CELL), "words before it"[line:], "#d9dce3")
    return image


def test_a_torn_border_is_told_from_a_straight_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import terminals  # a script, which stands beside those that it starts

    monkeypatch.delitem(sys.modules, "terminals")
    assert terminals.straightness(picture(0), LINES) == 1
    assert terminals.straightness(picture(9), LINES) == pytest.approx(10 / 11)
