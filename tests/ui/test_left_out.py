"""What is left out of an import: empty classes stand for it, and it can be had later."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.ui.left_out import import_without


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package that can be imported, and is forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path / "lighthouse"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "lamp.py").write_text("class Lamp:\n    LIT = True\n")
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "lighthouse"]:
        del sys.modules[name]


def test_an_empty_class_stands_for_what_is_left_out_which_comes_whole_later(package: Path) -> None:
    lines = "from lighthouse.lamp import Lamp", "class Tower(Lamp): pass"
    (package / "app.py").write_text("\n".join(lines))
    import_without("lighthouse.app", ["lighthouse.lamp"])
    assert "lighthouse.lamp" not in sys.modules
    assert not hasattr(sys.modules["lighthouse.app"].Tower, "LIT")
    assert importlib.import_module("lighthouse.lamp").Lamp.LIT


def test_nothing_is_left_out_where_more_than_a_name_is_wanted(package: Path) -> None:
    lines = "from lighthouse import tower", "from lighthouse.lamp import Lamp", "lit = Lamp.LIT"
    (package / "app.py").write_text("\n".join(lines))
    (package / "tower.py").write_text("from lighthouse.lamp import Lamp")
    import_without("lighthouse.app", ["lighthouse.lamp"])
    assert importlib.import_module("lighthouse.app").lit
    assert sys.modules["lighthouse.tower"].Lamp.LIT


def test_nothing_is_left_out_that_is_there_already(package: Path) -> None:
    (package / "app.py").write_text("from lighthouse.lamp import Lamp")
    lamp = importlib.import_module("lighthouse.lamp")
    import_without("lighthouse.app", ["lighthouse.lamp"])
    assert sys.modules["lighthouse.lamp"] is lamp
    assert "lighthouse.app" not in sys.modules
