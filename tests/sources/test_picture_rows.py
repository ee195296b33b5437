"""Rows of pictures as files in iTerm's way: each shows its part of the picture."""

import base64
import io
import re

import pytest
from PIL import Image

from reader.sources import picture_rows
from reader.sources.picture_rows import file_rows
from tests.pictures import BLUE, RED, picture


def test_each_row_is_a_file_of_its_own() -> None:
    rows = file_rows(picture(), (8, 4), (9, 19))
    assert len(rows) == 4
    for place, row in enumerate(rows):
        said = re.fullmatch(
            rb"\x1b\]1337;File=inline=1;size=(\d+);width=8;height=1;preserveAspectRatio=0;doNotMoveCursor=1:"
            rb"([A-Za-z0-9+/=]+)\x07",
            row,
        )
        assert said is not None
        data = base64.b64decode(said[2])
        assert len(data) == int(said[1])
        with Image.open(io.BytesIO(data), formats=("PNG",)) as shown:
            assert shown.size == (72, 19)
            assert shown.getpixel((36, 9)) == (RED if place < 2 else BLUE)


def test_no_picture_is_larger_than_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="no screen"):
        file_rows(picture(), (120, 60), (100, 200))
    monkeypatch.setattr(picture_rows, "MOST_PIXELS", 8 * 4 * 9 * 19)
    assert len(file_rows(picture(), (8, 4), (9, 19))) == 4
