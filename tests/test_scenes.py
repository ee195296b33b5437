"""The scenes look as they did; after a change that is meant, look at each picture and `--snapshot-update`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from textual.pilot import Pilot

from reader.clock import now
from reader.config import Paths
from reader.library.output.titles import title_of
from reader.model import Headline, Query
from reader.store.database.connection import open_store
from reader.store.lists import headlines
from reader.ui.layout import NORMAL, WIDE, feeds_width, layout_for, usual_split, within
from reader.ui.widgets.headline_rows import TITLES, draw_row, lines_of
from tests.scenes import SCENES, fixed_clock, make_app, make_library, play


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A library of all samples, made once."""
    with fixed_clock():
        yield make_library(tmp_path_factory.mktemp("samples")).data


@pytest.mark.parametrize("name", SCENES)
def test_the_scene_looks_as_it_did(
    name: str, samples: Path, tmp_path: Path, snap_compare: Callable[..., bool]
) -> None:
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    copytree(samples, paths.data)
    scene = SCENES[name]

    async def run_before(pilot: Pilot[None]) -> None:
        await play(pilot, scene)

    with fixed_clock():
        assert snap_compare(make_app(paths, scene), terminal_size=scene.size, run_before=run_before)


def row_width(width: int, height: int) -> int:
    """Return the cells of a row of headlines in a window of that size, which has a scrollbar."""
    layout = layout_for(width, height, "auto")
    room = width - (feeds_width(width) if width >= WIDE else 0)
    if layout == "columns" and width >= NORMAL:
        room = within(room, usual_split(room, layout, 72), layout)
    return room - 1


def is_whole(headline: Headline, width: int) -> bool:
    """Tell whether a row shows all words of its title."""
    drawn = draw_row(headline, now(), width, lines=lines_of("auto", width, source=True), source=True)
    shown = "".join(piece.text for line in drawn for piece in line if piece.role in TITLES)
    return "".join(shown.split()) == "".join(title_of(headline).split())


def test_four_of_five_titles_of_the_samples_are_whole_in_every_window(samples: Path) -> None:
    db = open_store(samples / "library.db")
    listed = headlines.headlines(db, [identity for identity, _ in headlines.ids(db, Query())])
    db.close()
    with fixed_clock():
        for size in ((60, 24), (80, 24), (100, 30), (120, 36), (140, 40), (160, 50), (200, 50)):
            whole = [is_whole(headline, row_width(*size)) for headline in listed]
            assert len(whole) > 50
            assert sum(whole) >= len(whole) * 4 / 5, size
