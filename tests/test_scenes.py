"""The scenes look as they did; after a change that is meant, look at each picture and `--snapshot-update`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from textual.pilot import Pilot

from reader.config import Paths
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
