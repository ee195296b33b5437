"""What every test may rely on: a home of its own, and others' material where it is at hand."""

import faulthandler
import gc
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from reader.sources.parser.pool import DEADLINE_VARIABLE
from reader.store.database import schema

os.environ["TEXTUAL_ANIMATIONS"] = "none"

# How long one example of a property may take, or its making, is no promise of ours: machines are busy.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_xdist_auto_num_workers() -> int:
    """Return how many workers `-n auto` starts: screens wait more than they compute, so two for each core."""
    return 2 * (os.cpu_count() or 1)


LONGEST = 300
"""Seconds after which a test that has not ended is taken to hang; `long` tests have four times as many."""


UNCAPTURED = pytest.StashKey[int]()
"""The descriptor of the standard error that pytest does not capture."""


def pytest_configure(config: pytest.Config) -> None:
    config.stash[UNCAPTURED] = os.dup(2)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """End the process of a test that hangs, with its threads' stacks; the run names the test and goes on."""
    seconds = LONGEST * (4 if item.get_closest_marker("long") else 1)
    faulthandler.dump_traceback_later(seconds, exit=True, file=item.config.stash[UNCAPTURED])
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests that take longest, so that no worker is alone with one at the end."""
    items.sort(key=_weight, reverse=True)


def _weight(item: pytest.Item) -> float:
    marker = item.get_closest_marker("long")
    return marker.args[0] if marker and marker.args else 0


def pytest_collection_finish() -> None:
    """Take the thousands of tests themselves out of the sight of all later collections of garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names for homes, in a folder of their own: pytest looks through all of its own for each new one."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(scope="session")
def new_library(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A library without anything in it, made by all migrations."""
    path = tmp_path_factory.mktemp("new") / "library.db"
    schema.make(path)
    return path.read_bytes()


@pytest.fixture(autouse=True)
def copied_libraries(
    request: pytest.FixtureRequest, new_library: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Make each new library of a test's own process as a copy of one; but in the tests of just that."""
    made, scripts = schema.make, schema.migrations

    def make(path: Path) -> None:
        if schema.migrations is not scripts:
            made(path)
            return
        path.unlink(missing_ok=True)
        path.touch(0o600, exist_ok=False)
        path.write_bytes(new_library)

    if "tests/store/database" not in request.path.as_posix():
        monkeypatch.setattr(schema, "make", make)


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, so that no test meets the settings or the library of whoever runs it."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "BROWSER",
        "NO_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in [
        name for name in os.environ if name.startswith("NEWSREADER_") and name != "NEWSREADER_CORPUS"
    ]:
        monkeypatch.delenv(name)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv(DEADLINE_VARIABLE, "300")
    return home


@pytest.fixture(scope="session")
def corpus() -> Path:
    """A folder of feeds, pages and strings that others wrote."""
    place = os.environ.get("NEWSREADER_CORPUS")
    if not place or not Path(place).is_dir():
        pytest.skip("NEWSREADER_CORPUS names no folder: others' test material is not part of the project")
    return Path(place)
